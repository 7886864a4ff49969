import Sealing
import Testing

@Suite struct SealTests {
  private static let context = Array("profile 7".utf8)

  @Test func `opens the vector of the XChaCha20-Poly1305 draft (A.3.1)`() throws {
    let nonce = Array(UInt8(0x40)...0x57)
    let ciphertext = hex(
      """
      bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
      731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
      2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
      21f9664c97637da9768812f615c68b13b52e
      """)
    let tag = hex("c0875924c1c7987947deafd8780acf49")
    let sealed = nonce + ciphertext + tag
    let opened = try Seal.open(
      sealed.span, under: secret(Array(0x80...0x9F)),
      for: hex("50515253c0c1c2c3c4c5c6c7").span, paddedTo: 0)
    #expect(
      text(opened) == """
        Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the \
        future, sunscreen would be it.
        """)
  }

  @Test(arguments: [0, 1, 7, 255, 256, 257, 511, 5_000], [0, 1, 16, 100, 256])
  func `opens what it closed, at every size and block`(count: Int, block: Int) throws {
    let key = SecretBytes.random(count: 32)
    let plain = Random.bytes(count)
    let sealed = Seal.close(
      plain.span, under: key, for: Self.context.span, paddedTo: block)
    let opened = try Seal.open(
      sealed.span, under: key, for: Self.context.span, paddedTo: block)
    #expect(array(opened) == plain)
    let padded = block == 0 ? count : (count / block + 1) * block
    #expect(sealed.count == padded + Seal.overhead)
  }

  @Test(arguments: [(0, 256), (1, 256), (255, 256), (256, 512), (511, 512), (512, 768)])
  func `rounds the length up to 256`(count: Int, padded: Int) {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close(
      [UInt8](repeating: 0, count: count).span, under: key, for: Self.context.span)
    #expect(sealed.count == padded + 40)
  }

  @Test func `pads with a one bit and zeros`() throws {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close([1, 2].span, under: key, for: Self.context.span, paddedTo: 8)
    let raw = try Seal.open(sealed.span, under: key, for: Self.context.span, paddedTo: 0)
    #expect(array(raw) == [1, 2, 0x80, 0, 0, 0, 0, 0])
  }

  @Test(arguments: [[UInt8](repeating: 0, count: 256), [1, 2, 3], []])
  func `refuses padding that is none`(plain: [UInt8]) {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close(plain.span, under: key, for: Self.context.span, paddedTo: 0)
    #expect(throws: SealingError.notOpened) {
      _ = try Seal.open(sealed.span, under: key, for: Self.context.span)
    }
  }

  @Test func `refuses every flipped bit`() {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close(Random.bytes(40).span, under: key, for: Self.context.span)
    for position in sealed.indices {
      for bit in 0..<8 {
        var tampered = sealed
        tampered[position] ^= 1 << bit
        #expect(throws: SealingError.notOpened) {
          _ = try Seal.open(tampered.span, under: key, for: Self.context.span)
        }
      }
    }
  }

  @Test func `refuses every shorter form and one byte more`() {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close([1].span, under: key, for: Self.context.span, paddedTo: 16)
    for form in (0..<sealed.count).map({ Array(sealed.prefix($0)) }) + [sealed + [0]] {
      #expect(throws: SealingError.notOpened) {
        _ = try Seal.open(form.span, under: key, for: Self.context.span, paddedTo: 16)
      }
    }
  }

  @Test func `refuses another context`() {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close([1].span, under: key, for: Self.context.span)
    for other in [[], Self.context.dropLast(), Self.context + [0], [0] + Self.context] {
      let other = Array(other)
      #expect(throws: SealingError.notOpened) {
        _ = try Seal.open(sealed.span, under: key, for: other.span)
      }
    }
  }

  @Test func `refuses another key and one of the wrong length`() {
    let key = SecretBytes.random(count: 32)
    let sealed = Seal.close([1].span, under: key, for: Self.context.span)
    #expect(throws: SealingError.notOpened) {
      _ = try Seal.open(
        sealed.span, under: SecretBytes.random(count: 32), for: Self.context.span)
    }
    for count in [0, 31, 33] {
      #expect(throws: SealingError.wrongLength(expected: 32, found: count)) {
        _ = try Seal.open(
          sealed.span, under: SecretBytes.random(count: count), for: Self.context.span)
      }
    }
  }

  @Test func `never seals the same bytes the same way`() {
    let key = SecretBytes.random(count: 32)
    let sealed = (0..<100).map { _ in
      Seal.close([1].span, under: key, for: Self.context.span)
    }
    #expect(Set(sealed).count == 100)
    #expect(Set(sealed.map { $0.prefix(24) }).count == 100)
  }

  @Test func `seals to an empty context too`() throws {
    let key = SecretBytes.random(count: 32)
    let empty: [UInt8] = []
    let sealed = Seal.close(empty.span, under: key, for: empty.span)
    let opened = try Seal.open(sealed.span, under: key, for: empty.span)
    #expect(array(opened).isEmpty)
  }
}
