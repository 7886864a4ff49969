import Sealing

/// Names and texts as SQL writes them.
enum Quoting {
  /// A name in double quotes, for PostgreSQL.
  static func name(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"").filter { $0 != "\0" } + "\""
  }

  /// A text in single quotes, for PostgreSQL with standard strings.
  static func text(_ text: String) -> String {
    "'" + text.replacing("'", with: "''").filter { $0 != "\0" } + "'"
  }

  /// A name in backticks, for MySQL.
  static func tick(_ text: String) -> String {
    "`" + text.replacing("`", with: "``").filter { $0 != "\0" } + "`"
  }

  /// The same where it is a pattern, as after `ON` in `GRANT`.
  static func pattern(_ text: String) -> String {
    tick(text.replacing("\\", with: "\\\\").replacing("_", with: "\\_").replacing("%", with: "\\%"))
  }

  /// A text in single quotes, for MySQL, whether or not a backslash means something.
  static func escaped(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''").filter { $0 != "\0" } + "'"
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
