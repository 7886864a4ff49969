/// The file in which a recipient keeps the secret half of their key and the vault that it is for.
package enum IdentityFile {
  private static let mark = Array("coffer identity 1\n".utf8)
  private static let bodySize = 64
  package static let size = mark.count + bodySize

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

  /// Where the secret half and the vault's public key stand; nothing if this is no identity.
  package static func body(in contents: borrowing Span<UInt8>) -> Range<Int>? {
    guard contents.count == size else { return nil }
    for (index, byte) in mark.enumerated() where contents[index] != byte { return nil }
    return mark.count..<size
  }
}
