import Sealing

/// What servers of MySQL's kind want to see of a password.
enum MySQLAnswer {
  /// SHA1(password) XOR SHA1(challenge SHA1(SHA1(password))).
  static func native(
    _ password: borrowing Span<UInt8>, _ challenge: [UInt8]
  ) -> SecretBytes {
    if password.isEmpty { return SecretBytes(copying: password) }
    let first = OldDigests.sha1(password)
    let second = OldDigests.sha1(first.bytes)
    let mixed = OldDigests.sha1(joined(challenge, second.bytes).bytes)
    return exclusive(first.bytes, mixed.bytes)
  }

  /// SHA256(password) XOR SHA256(SHA256(SHA256(password)) challenge): what the server keeps is the
  /// digest of a digest.
  static func cachingSHA2(
    _ password: borrowing Span<UInt8>, _ challenge: [UInt8]
  ) -> SecretBytes {
    if password.isEmpty { return SecretBytes(copying: password) }
    let first = SecretBytes(copying: SHA256.of(password).span)
    let second = SHA256.of(first.bytes)
    let mixed = SHA256.of((second + challenge).span)
    return exclusive(first.bytes, mixed.span)
  }

  /// The password as it is, ended by a zero byte.
  static func clear(_ password: borrowing Span<UInt8>) -> SecretBytes {
    let count = password.count
    return SecretBytes(count: count + 1) { output in
      for index in 0..<count { output.append(password[index]) }
      output.append(0)
    }
  }

  private static func joined(_ one: [UInt8], _ other: borrowing Span<UInt8>) -> SecretBytes {
    let count = other.count
    return SecretBytes(count: one.count + count) { output in
      for byte in one { output.append(byte) }
      for index in 0..<count { output.append(other[index]) }
    }
  }

  private static func exclusive(
    _ one: borrowing Span<UInt8>, _ other: borrowing Span<UInt8>
  ) -> SecretBytes {
    let count = min(one.count, other.count)
    return SecretBytes(count: count) { output in
      for index in 0..<count { output.append(one[index] ^ other[index]) }
    }
  }
}
