/// The checks of secrets, over lent bytes: no string, no copy.
enum SecretCheck {
  static func check(_ bytes: Span<UInt8>, as kind: FieldKind) throws(Fault) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= FieldCheck.limit else { throw .tooLong(bytes.count) }
    if kind == .bytes { return }
    try text(bytes)
    switch kind {
    case .pem: try PEMCheck.check(bytes)
    case .json(let keys): try JSONCheck.object(bytes, requiring: keys)
    case .token:
      try line(bytes)
      try token(bytes)
    default: try line(bytes)
    }
  }

  /// Text that JSON can carry.
  private static func text(_ bytes: Span<UInt8>) throws(Fault) {
    for index in bytes.indices where bytes[index] == 0 { throw .nul }
    do {
      _ = try UTF8Span(validating: bytes)
    } catch {
      throw .notUTF8
    }
  }

  /// A password is one line; spaces are its owner's business.
  private static func line(_ bytes: Span<UInt8>) throws(Fault) {
    for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D {
      throw .lineBreak
    }
  }

  /// Only what can stand in a header: printable ASCII, no space.
  static func token(_ bytes: Span<UInt8>) throws(Fault) {
    for index in bytes.indices where !(0x21...0x7E).contains(bytes[index]) { throw .notToken }
  }
}
