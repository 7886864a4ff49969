import Sealing
import Testing

@Suite struct DigestTests {
  private static let key = Array(UInt8(0)..<32)

  @Test(arguments: [
    ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
  ])
  func `is BLAKE2b-256`(text: String, expected: String) {
    let bytes = Array(text.utf8)
    let digest = Digest.of(bytes.span)
    #expect(digest == hex(expected))
  }

  @Test(arguments: [
    ("", "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d"),
    ("abc", "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f"),
  ])
  func `is keyed BLAKE2b-256, as bytes and as a key`(text: String, expected: String) {
    let key = secret(Self.key)
    let bytes = Array(text.utf8)
    let digest = Digest.keyed(bytes.span, by: key)
    let asKey = Digest.keyedSecret(bytes.span, by: key)
    #expect(digest == hex(expected))
    #expect(array(asKey) == hex(expected))
  }

  @Test(arguments: [
    (UInt64(0), "2c26e741eb5def9dcf434b496a1a9abd544defad6bb91cd189603c988234d333"),
    (1, "7feaba137fffaaadd5e00e80626bfade0a45ed132c8845ef79ce6edeaac42f2a"),
    (.max, "41e4a7e7248a3fa147a7786a7d3f78b8a972e6284d2b1f90c943f8632c723f8a"),
  ])
  func `derives subkeys as crypto_kdf is documented to`(number: UInt64, expected: String) {
    let subkey = Subkey.derive(from: secret(Self.key), context: "records ", number: number)
    #expect(array(subkey) == hex(expected))
  }

  @Test func `derives another subkey for another purpose or key`() {
    let derived = [
      array(Subkey.derive(from: secret(Self.key), context: "records ", number: 1)),
      array(Subkey.derive(from: secret(Self.key), context: "nametags", number: 1)),
      array(Subkey.derive(from: secret(Self.key.reversed()), context: "records ", number: 1)),
    ]
    #expect(Set(derived).count == 3)
  }

  @Test func `picks below its bound and reaches everything`() {
    let picked = (0..<1_000).map { _ in Random.uniform(below: 5) }
    #expect(Set(picked) == [0, 1, 2, 3, 4])
    #expect(Random.uniform(below: 0) == 0)
  }

  @Test func `makes as many random bytes as asked, different each time`() {
    #expect([0, 1, 24].map { Random.bytes($0).count } == [0, 1, 24])
    #expect(Random.bytes(24) != Random.bytes(24))
  }
}
