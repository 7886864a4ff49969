import Sealing
import Testing

@Suite struct SealedBoxTests {
  @Test(arguments: [
    (
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    ),
    (
      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    ),
  ])
  func `derives the public keys of RFC 7748, 6.1`(secretHalf: String, publicHalf: String) throws {
    let keys = try BoxKeys(secretKey: secret(hex(secretHalf)))
    #expect(keys.publicKey == hex(publicHalf))
    #expect(array(keys.secretKey) == hex(secretHalf))
  }

  @Test func `refuses a secret half of the wrong length`() {
    for count in [0, 31, 33] {
      #expect(throws: SealingError.wrongLength(expected: 32, found: count)) {
        _ = try BoxKeys(secretKey: SecretBytes.random(count: count))
      }
    }
  }

  @Test(arguments: [0, 1, 32, 5_000])
  func `opens what was sealed to its public key`(count: Int) throws {
    let keys = BoxKeys.generate()
    let plain = Random.bytes(count)
    let sealed = try SealedBox.close(plain.span, to: keys.publicKey)
    #expect(sealed.count == count + SealedBox.overhead)
    let opened = try SealedBox.open(sealed.span, with: keys)
    #expect(array(opened) == plain)
    let again = try SealedBox.close(plain.span, to: keys.publicKey)
    #expect(again != sealed)
  }

  @Test func `refuses every flipped byte, every shorter form and another key`() throws {
    let keys = BoxKeys.generate()
    let sealed = try SealedBox.close([1, 2, 3].span, to: keys.publicKey)
    for position in sealed.indices {
      // Bit 255 of an X25519 key means nothing, but the nonce is made from all of it.
      var tampered = sealed
      tampered[position] ^= 0x80
      let shorter = Array(sealed.prefix(position))
      #expect(throws: SealingError.notOpened) {
        _ = try SealedBox.open(tampered.span, with: keys)
      }
      #expect(throws: SealingError.notOpened) {
        _ = try SealedBox.open(shorter.span, with: keys)
      }
    }
    #expect(throws: SealingError.notOpened) {
      _ = try SealedBox.open(sealed.span, with: BoxKeys.generate())
    }
  }

  @Test func `refuses a public key that is none`() {
    for count in [0, 31, 33] {
      #expect(throws: SealingError.wrongLength(expected: 32, found: count)) {
        try SealedBox.close([1].span, to: [UInt8](repeating: 1, count: count))
      }
    }
    #expect(throws: SealingError.unusableKey) {
      try SealedBox.close([1].span, to: [UInt8](repeating: 0, count: 32))
    }
  }
}
