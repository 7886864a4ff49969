import Sealing

/// What servers of MySQL's kind want to see of a password.
enum MySQLAnswer {
  /// SHA1(password) XOR SHA1(challenge SHA1(SHA1(password))).
  static func native(
    _ password: borrowing Span<UInt8>, _ challenge: [UInt8]
  ) throws(DigestMissing) -> SecretBytes {
    if password.isEmpty { return SecretBytes(copying: password) }
    let first = try OldDigests.sha1(password)
    let second = try OldDigests.sha1(first.bytes)
    let both = joined(challenge, second.bytes)
    let mixed = try OldDigests.sha1(both.bytes)
    return exclusive(first.bytes, mixed.bytes)
  }

  /// SHA256(password) XOR SHA256(SHA256(SHA256(password)) challenge): what the server keeps is the
  /// digest of a digest.
  static func cachingSHA2(
    _ password: borrowing Span<UInt8>, _ challenge: [UInt8]
  ) -> SecretBytes {
    if password.isEmpty { return SecretBytes(copying: password) }
    let first = SHA256.secret(of: password)
    let second = SHA256.secret(of: first.bytes)
    let both = SecretBytes(count: second.count + challenge.count) { output in
      for index in 0..<second.count { output.append(second.bytes[index]) }
      for byte in challenge { output.append(byte) }
    }
    let mixed = SHA256.secret(of: both.bytes)
    return exclusive(first.bytes, mixed.bytes)
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
