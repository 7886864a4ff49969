import Sealing
import Testing

@Suite struct SignatureTests {
  /// RFC 8032, 7.1: seed, public key, message, signature.
  private static let vectors = [
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
  ]

  @Test(arguments: vectors)
  func `signs as RFC 8032 does`(vector: [String]) throws {
    let bytes = vector.map(hex)
    let keys = try SigningKeys(seed: secret(bytes[0]))
    #expect(keys.publicKey == bytes[1])
    let message = bytes[2]
    let signature = keys.sign(message.span)
    #expect(signature == bytes[3])
    #expect(isValid(bytes[3], of: bytes[2], by: bytes[1]))
  }

  @Test func `refuses every flipped byte of signature, bytes and key`() {
    let keys = SigningKeys.generate()
    let bytes = Random.bytes(20)
    let signature = keys.sign(bytes.span)
    for position in 0..<64 {
      let tampered = flipped(signature, at: position)
      #expect(!isValid(tampered, of: bytes, by: keys.publicKey))
    }
    for position in 0..<20 {
      let tampered = flipped(bytes, at: position)
      #expect(!isValid(signature, of: tampered, by: keys.publicKey))
    }
    for position in 0..<32 {
      let tampered = flipped(keys.publicKey, at: position)
      #expect(!isValid(signature, of: bytes, by: tampered))
    }
    #expect(isValid(signature, of: bytes, by: keys.publicKey))
  }

  @Test func `refuses signatures and keys of the wrong length`() {
    let keys = SigningKeys.generate()
    let signature = keys.sign([1].span)
    for wrong in [[], Array(signature.dropLast()), signature + [0]] {
      #expect(!isValid(wrong, of: [1], by: keys.publicKey))
    }
    for wrong in [[], Array(keys.publicKey.dropLast()), keys.publicKey + [0]] {
      #expect(!isValid(signature, of: [1], by: wrong))
    }
  }

  @Test func `refuses a seed of the wrong length and makes new keys each time`() {
    #expect(throws: SealingError.wrongLength(expected: 32, found: 64)) {
      _ = try SigningKeys(seed: SecretBytes.random(count: 64))
    }
    #expect(SigningKeys.generate().publicKey != SigningKeys.generate().publicKey)
  }

  /// In one call without a span, which the macro cannot take apart.
  private func isValid(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
    Signature.isValid(signature, of: bytes.span, by: publicKey)
  }

  private func flipped(_ bytes: [UInt8], at position: Int) -> [UInt8] {
    var bytes = bytes
    bytes[position] ^= 1
    return bytes
  }
}
