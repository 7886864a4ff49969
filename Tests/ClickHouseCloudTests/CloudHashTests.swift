import ClickHouseCloud
import Sealing
import Testing

@Suite struct CloudHashTests {
  @Test func `hashes as the API's own words say`() {
    let hashes = PasswordHashes("password".utf8.span)
    #expect(hashes.sha256 == "XohImNooBHFR0OVvjcYpJ3NgPQ1qq73WKhHvch0VQtg=")
    #expect(hashes.doubleSHA1 == "2470c0c06dee42fd1618bb99005adca2ec9d1e19")
  }

  @Test func `knows the suffix of a Key ID, also of a short one`() {
    #expect(KeyHashes(keyID: "abcdefgh", keySecret: "s".utf8.span).keyIDSuffix == "efgh")
    #expect(KeyHashes(keyID: "ab", keySecret: "s".utf8.span).keyIDSuffix == "ab")
  }
}
