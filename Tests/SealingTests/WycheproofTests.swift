import CSodium
import Foundation
import Sealing
import Testing

/// Vectors of Project Wycheproof through our own faces.
@Suite struct WycheproofTests {
  struct Aead: Decodable, CustomTestStringConvertible {
    let tcId: Int
    let flags: [String]
    let key, iv, aad, msg, ct, tag, result: String

    var testDescription: String { "\(tcId) \(flags)" }
  }

  struct Exchange: Decodable, CustomTestStringConvertible {
    let tcId: Int
    let flags: [String]
    let `public`, `private`, shared, result: String

    var testDescription: String { "\(tcId) \(flags)" }
  }

  struct Signed: Decodable, CustomTestStringConvertible {
    let tcId: Int
    let flags: [String]
    let pk, msg, sig, result: String

    var testDescription: String { "\(tcId) \(flags)" }
  }

  @Test(arguments: try vectors("xchacha20_poly1305", of: Aead.self))
  func `XChaCha20-Poly1305 opens the valid and refuses the invalid`(vector: Aead) throws {
    let sealed = hex(vector.iv) + hex(vector.ct) + hex(vector.tag)
    let context = hex(vector.aad)
    let key = secret(hex(vector.key))
    if vector.result == "valid" {
      let opened = try Seal.open(sealed.span, under: key, for: context.span, paddedTo: 0)
      #expect(array(opened) == hex(vector.msg))
    } else {
      #expect(throws: SealingError.notOpened) {
        _ = try Seal.open(sealed.span, under: key, for: context.span, paddedTo: 0)
      }
    }
  }

  /// A box from the vector's public key opens if, and only if, we come to the same shared secret.
  @Test(arguments: try vectors("x25519", of: Exchange.self))
  func `X25519 comes to the same shared secret, but never to zeros`(vector: Exchange) throws {
    let keys = try BoxKeys(secretKey: secret(hex(vector.private)))
    let sealed = box(from: hex(vector.public), to: keys.publicKey, hex(vector.shared))
    if vector.flags.contains("ZeroSharedSecret") {
      #expect(throws: SealingError.notOpened) { _ = try SealedBox.open(sealed.span, with: keys) }
      #expect(throws: SealingError.unusableKey) {
        _ = try SealedBox.close([1, 2, 3].span, to: hex(vector.public))
      }
    } else {
      #expect(array(try SealedBox.open(sealed.span, with: keys)) == [1, 2, 3])
    }
  }

  @Test(arguments: try vectors("ed25519", of: Signed.self))
  func `Ed25519 accepts the valid and refuses the invalid`(vector: Signed) throws {
    let message = hex(vector.msg)
    let isValid = Signature.isValid(hex(vector.sig), of: message.span, by: hex(vector.pk))
    #expect(isValid == (vector.result == "valid"))
  }

  /// What `crypto_box_seal` makes of 1, 2, 3, had its throw-away key pair this public half.
  private func box(from sender: [UInt8], to receiver: [UInt8], _ shared: [UInt8]) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: 32)
    _ = unsafe crypto_core_hsalsa20(&key, [UInt8](repeating: 0, count: 16), shared, nil)
    var nonce = [UInt8](repeating: 0, count: 24)
    let both = sender + receiver
    _ = unsafe crypto_generichash(&nonce, 24, both, UInt64(both.count), nil, 0)
    var sealed = [UInt8](repeating: 0, count: 19)
    _ = unsafe crypto_secretbox_easy(&sealed, [1, 2, 3], 3, nonce, key)
    return sender + sealed
  }
}

private struct VectorFile<Vector: Decodable>: Decodable {
  let source: String
  let tests: [Vector]
}

/// The vectors of a file beside this one.
private func vectors<Vector: Decodable>(
  _ name: String, of type: Vector.Type
) throws -> [Vector] {
  let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Vectors/\(name).json")
  return try JSONDecoder().decode(VectorFile<Vector>.self, from: Data(contentsOf: path)).tests
}
