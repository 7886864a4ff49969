import Sealing

extension WrappedHalf {
  /// Takes the contents of an identity file apart; nothing if they are none.
  static func read(identity contents: borrowing SecretBytes) -> WrappedHalf? {
    let bytes = contents.bytes
    guard let body = IdentityFile.body(in: bytes) else { return nil }
    return WrappedHalf(bytes.extracting(body))
  }
}
