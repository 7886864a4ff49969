import Profiles
package import Sealing

/// The file in which a recipient keeps the secret half of their key and the vault that it is for.
package enum IdentityFile {
  private static let mark = Array("coffer identity 1\n".utf8)
  private static let prefix = "coffer-recipient-"
  package static let size = mark.count + 64

  /// The contents of a file, to be written privately.
  package static func contents(
    secretKey: borrowing SecretBytes, vault identity: [UInt8]
  ) -> SecretBytes {
    let secret = secretKey.bytes
    return SecretBytes(count: size) { output in
      for byte in mark { output.append(byte) }
      for index in secret.indices { output.append(secret[index]) }
      for byte in identity { output.append(byte) }
    }
  }

  /// Takes a file's contents apart; nothing if they are not an identity.
  static func read(_ contents: borrowing SecretBytes) -> WrappedHalf? {
    let bytes = contents.bytes
    guard bytes.count == size else { return nil }
    for (index, byte) in mark.enumerated() where bytes[index] != byte { return nil }
    return WrappedHalf(bytes.extracting(mark.count..<size))
  }

  /// The word by which a recipient tells somebody their public half.
  package static func word(for publicKey: [UInt8]) -> String {
    prefix + Hex.text(publicKey + Digest.of(publicKey.span).prefix(4))
  }

  /// The public half in a recipient's word; nothing if the word is none or was mistyped.
  package static func publicKey(in word: String) -> [UInt8]? {
    guard word.hasPrefix(prefix), let bytes = Hex.bytes(String(word.dropFirst(prefix.count))),
      bytes.count == 36
    else { return nil }
    let publicKey = Array(bytes.prefix(32))
    guard Array(Digest.of(publicKey.span).prefix(4)) == Array(bytes.suffix(4)) else { return nil }
    return publicKey
  }
}
