import Sealing
import Testing

@Suite struct IdentityFileTests {
  @Test func `a recipient's word tells the public half`() {
    let keys = BoxKeys.generate()
    let word = RecipientWord.text(for: keys.publicKey)
    #expect(RecipientWord.publicKey(in: word) == keys.publicKey)
  }

  @Test func `a mistyped word is no word`() {
    let word = RecipientWord.text(for: BoxKeys.generate().publicKey)
    for place in word.indices where word[place] != "-" {
      var typed = word
      typed.replaceSubrange(place...place, with: word[place] == "0" ? "1" : "0")
      #expect(RecipientWord.publicKey(in: typed) == nil)
    }
    #expect(RecipientWord.publicKey(in: "") == nil)
    #expect(RecipientWord.publicKey(in: word + "0") == nil)
    #expect(RecipientWord.publicKey(in: String(word.dropLast()) + "é") == nil)
  }

  @Test func `a file holds the secret half and the pinned vault`() throws {
    let keys = BoxKeys.generate()
    let pin = Random.bytes(32)
    let contents = IdentityFile.contents(secretKey: keys.secretKey, vault: pin)
    let found = IdentityFile.body(in: contents.bytes)
    let body = try #require(found)
    let bytes = contents.bytes.extracting(body)
    let isSecret = keys.secretKey.equals(bytes.extracting(0..<32))
    #expect(isSecret)
    let pinned = SecretBytes(copying: bytes.extracting(32..<64)).equals(pin.span)
    #expect(pinned)
  }

  @Test func `other files are no identities`() {
    let short = SecretBytes.random(count: 32)
    let wrong = SecretBytes.random(count: IdentityFile.size)
    let shortBody = IdentityFile.body(in: short.bytes)
    let wrongBody = IdentityFile.body(in: wrong.bytes)
    #expect(shortBody == nil && wrongBody == nil)
  }
}
