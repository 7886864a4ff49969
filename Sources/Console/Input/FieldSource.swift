package import Catalog
import Host
import Messages
package import Sealing

/// Values that lie in a file or come from standard input.
package enum FieldSource {
  /// A value with a line break behind it may be read to its end.
  static let limit = FieldCheck.limit + 2

  /// A secret without the line break that an editor or `echo` put behind it.
  ///
  /// Keys in PEM form keep theirs, and so does what may be anything but one line of text.
  package static func trimmed(_ bytes: consuming SecretBytes, for field: Field) -> Secret {
    switch field.kind {
    case .pem: Secret(bytes)
    case .bytes where !isOneLine(bytes.bytes): Secret(bytes)
    default: Secret(KeyReading.withoutLineBreak(bytes))
    }
  }

  private static func isOneLine(_ bytes: borrowing Span<UInt8>) -> Bool {
    for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "\n") {
      return false
    }
    return SecretText.isText(bytes)
  }

  static func secret(of path: String, for field: Field) throws(Failure) -> Secret {
    trimmed(
      try read(field) { () throws(HostError) in
        try Files.readSecret(path, limit: limit)
      }, for: field)
  }

  static func secretInput(for field: Field) throws(Failure) -> Secret {
    trimmed(try input(for: field), for: field)
  }

  static func text(of path: String, for field: Field) throws(Failure) -> String {
    try text(
      try read(field) { () throws(HostError) in
        try Files.readSmall(path, limit: limit)
      }, for: field)
  }

  static func text(ofInputFor field: Field) throws(Failure) -> String {
    let bytes = try input(for: field)
    let span = bytes.bytes
    var plain: [UInt8] = []
    for index in span.indices { plain.append(span[index]) }
    return try text(plain, for: field)
  }

  private static func input(for field: Field) throws(Failure) -> SecretBytes {
    try read(field) { () throws(HostError) in
      try Files.readSecret(descriptor: 0, limit: limit)
    }
  }

  /// Reads, and says of which field it is that there is too much.
  private static func read<T: ~Copyable>(
    _ field: Field, _ body: () throws(HostError) -> T
  ) throws(Failure) -> T {
    do throws(HostError) {
      return try body()
    } catch .tooLarge(_, _) {
      throw Failure(
        .invalid, "\(field.name) is longer than \(FieldCheck.limit) bytes",
        hint: "check that this is the right file or text")
    } catch {
      throw Failure(error)
    }
  }

  private static func text(_ bytes: [UInt8], for field: Field) throws(Failure) -> String {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.invalid, "\(field.name) is not UTF-8 text", hint: "check the file")
    }
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
