import COpenSSL
package import Sealing

/// The system's OpenSSL does not offer a digest that an old way of signing in is made of.
package struct DigestMissing: Error, Equatable {
  package let name: String
}

/// MD5 and SHA-1, which old ways of signing in are made of; nothing else may use them.
enum OldDigests {
  static func md5(_ bytes: borrowing Span<UInt8>) throws(DigestMissing) -> SecretBytes {
    try unsafe digest("MD5", of: bytes, size: 16) { unsafe cssl_md5($0, $1, $2) }
  }

  static func sha1(_ bytes: borrowing Span<UInt8>) throws(DigestMissing) -> SecretBytes {
    try unsafe digest("SHA-1", of: bytes, size: 20) { unsafe cssl_sha1($0, $1, $2) }
  }

  /// Never fewer bytes than the digest has: an empty one would be the same for every password.
  static func digest(
    _ name: String, of bytes: borrowing Span<UInt8>, size: Int,
    by make: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>) -> Int32
  ) throws(DigestMissing) -> SecretBytes {
    let made = unsafe bytes.withUnsafeBufferPointer { input in
      SecretBytes(count: size) { output in
        unsafe output.withUnsafeMutableBufferPointer { room, written in
          guard let base = room.baseAddress,
            unsafe make(input.baseAddress, input.count, base) == 1
          else { return }
          written = size
        }
      }
    }
    guard made.count == size else { throw DigestMissing(name: name) }
    return made
  }

  static func hex(_ bytes: borrowing Span<UInt8>) -> SecretBytes {
    let digits = Array("0123456789abcdef".utf8)
    let count = bytes.count
    return SecretBytes(count: count * 2) { output in
      for index in 0..<count {
        output.append(digits[Int(bytes[index] >> 4)])
        output.append(digits[Int(bytes[index] & 15)])
      }
    }
  }
}

/// What a server wants to see of a password that it keeps as MD5.
enum MD5Answer {
  static func make(
    _ user: String, _ password: borrowing Span<UInt8>, salt: [UInt8]
  ) throws(DigestMissing) -> SecretBytes {
    let count = password.count
    let both = SecretBytes(count: count + user.utf8.count) { output in
      for index in 0..<count { output.append(password[index]) }
      for byte in user.utf8 { output.append(byte) }
    }
    let first = try OldDigests.md5(both.bytes)
    let inner = OldDigests.hex(first.bytes)
    let salted = SecretBytes(count: inner.count + salt.count) { output in
      for index in 0..<inner.count { output.append(inner.bytes[index]) }
      for byte in salt { output.append(byte) }
    }
    let second = try OldDigests.md5(salted.bytes)
    let outer = OldDigests.hex(second.bytes)
    return SecretBytes(count: outer.count + 4) { output in
      for byte in "md5".utf8 { output.append(byte) }
      for index in 0..<outer.count { output.append(outer.bytes[index]) }
      output.append(0)
    }
  }
}

/// What servers keep instead of a password, where they take it in that form.
package enum PasswordDigest {
  /// `*` and 40 digits: what MySQL's oldest plugin in use keeps.
  package static func mysqlNative(
    _ password: borrowing Span<UInt8>
  ) throws(DigestMissing) -> SecretBytes {
    let first = try OldDigests.sha1(password)
    let second = try OldDigests.sha1(first.bytes)
    let digits = OldDigests.hex(second.bytes)
    return SecretBytes(count: digits.count + 1) { output in
      output.append(UInt8(ascii: "*"))
      for index in 0..<digits.count {
        let byte = digits.bytes[index]
        output.append(byte >= UInt8(ascii: "a") ? byte - 32 : byte)
      }
    }
  }
}
