import Sealing

/// Names and texts as SQL writes them.
///
/// Scalar by scalar, as the server reads them: to Swift's characters a quote and the mark after it
/// are one, which no search for a quote finds.
enum Quoting {
  /// A name in double quotes, for PostgreSQL.
  static func name(_ text: String) -> String { quoted(text, "\"") }

  /// A text in single quotes, for PostgreSQL with standard strings.
  static func text(_ text: String) -> String { quoted(text, "'") }

  /// A name in backticks, for MySQL.
  static func tick(_ text: String) -> String { quoted(text, "`") }

  /// The same for ClickHouse, to which a backslash means something there too.
  static func escapedTick(_ text: String) -> String {
    quoted(put(before: ["\\"], in: text) { $0 }, "`")
  }

  /// The same where it is a pattern, as after `ON` in `GRANT`.
  static func pattern(_ text: String) -> String {
    tick(put(before: ["\\", "_", "%"], in: text) { _ in "\\" })
  }

  /// A text in single quotes, for MySQL, whether or not a backslash means something, and for
  /// ClickHouse, where it does.
  static func escaped(_ text: String) -> String {
    quoted(put(before: ["\\"], in: text) { $0 }, "'")
  }

  /// Between two quotes, each of its own doubled; a zero, which no name can hold, is left out.
  private static func quoted(_ text: String, _ quote: Unicode.Scalar) -> String {
    let inside = put(before: [quote], in: text) { $0 }.unicodeScalars.filter { $0 != "\0" }
    var all = String.UnicodeScalarView([quote])
    all += inside
    all.append(quote)
    return String(all)
  }

  /// The text, with another scalar before each of these.
  private static func put(
    before marks: Set<Unicode.Scalar>, in text: String,
    _ other: (Unicode.Scalar) -> Unicode.Scalar
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if marks.contains(scalar) { result.append(other(scalar)) }
      result.append(scalar)
    }
    return String(result)
  }
}

/// A statement that is sent, and the same as it may be shown.
struct Order: ~Copyable {
  let sent: SecretBytes
  let shown: String

  init(_ text: String) {
    sent = SecretBytes(copying: text.utf8.span)
    shown = text
  }

  /// With a digest between two parts of the text.
  init(_ before: String, _ digest: borrowing SecretBytes, _ after: String, shownAs mark: String) {
    let count = digest.count
    sent = SecretBytes(count: before.utf8.count + count + after.utf8.count) { output in
      for byte in before.utf8 { output.append(byte) }
      for index in 0..<count { output.append(digest.bytes[index]) }
      for byte in after.utf8 { output.append(byte) }
    }
    shown = before + mark + after
  }
}
