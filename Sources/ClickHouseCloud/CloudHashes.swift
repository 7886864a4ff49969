import Moving
import Sealing

/// What stands for a pair of Key ID and Key Secret that we made ourselves.
package struct KeyHashes: Equatable, Sendable {
  package let keyIDHash: String
  package let keyIDSuffix: String
  package let keySecretHash: String

  package init(keyID: String, keySecret: borrowing Span<UInt8>) {
    keyIDHash = CloudHash.sha256(keyID.utf8.span)
    keyIDSuffix = String(keyID.suffix(4))
    keySecretHash = CloudHash.sha256(keySecret)
  }
}

/// What stands for the password of a service's `default` user.
package struct PasswordHashes: Equatable, Sendable {
  package let sha256: String
  /// Without it nobody signs in over MySQL's protocol.
  package let doubleSHA1: String

  package init(_ password: borrowing Span<UInt8>) {
    sha256 = CloudHash.sha256(password)
    doubleSHA1 = CloudHash.doubleSHA1(password)
  }
}

package enum CloudHash {
  /// Base64 of the raw digest.
  package static func sha256(_ bytes: borrowing Span<UInt8>) -> String {
    let digest = SHA256.of(bytes)
    let text = SecretBytes(count: Base64.encodedSize(digest.count)) { output in
      Base64.encode(digest.span, into: &output)
    }
    return Bytes.text(text.bytes) ?? ""
  }

  /// Digits of the digest of the raw digest, as MySQL stores it, without the star.
  package static func doubleSHA1(_ bytes: borrowing Span<UInt8>) -> String {
    let once = SHA1.of(bytes)
    let twice = SHA1.of(once.bytes)
    let digest = twice.bytes
    var text = ""
    for index in digest.indices {
      let digits = String(digest[index], radix: 16)
      text += digits.utf8.count < 2 ? "0" + digits : digits
    }
    return text
  }
}
