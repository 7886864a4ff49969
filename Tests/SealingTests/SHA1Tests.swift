import Sealing
import Testing

@Suite struct SHA1Tests {
  @Test func `makes the digests that the standard prints`() {
    for (text, digest) in [
      ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
      (String(repeating: "a", count: 1_000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
      (String(repeating: "a", count: 64), "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
    ] {
      let secret = SHA1.of(Array(text.utf8).span)
      var shown = ""
      for index in secret.bytes.indices {
        let digits = String(secret.bytes[index], radix: 16)
        shown += digits.count < 2 ? "0" + digits : digits
      }
      #expect(shown == digest)
    }
  }
}
