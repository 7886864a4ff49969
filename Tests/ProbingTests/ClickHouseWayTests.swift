import Testing

@testable import Probing

/// What `SHOW CREATE USER` tells of how a user signs in.
@Suite struct ClickHouseWayTests {
  private func ways(_ text: String) -> [String]? {
    ClickHouseWay.all(in: text)?.map { $0.kind + ($0.hasEnd ? " ends" : "") }
  }

  @Test func `reads passwords, alone and several, with and without an end`() {
    #expect(ways("CREATE USER u IDENTIFIED WITH sha256_password\n") == ["sha256_password"])
    #expect(
      ways("CREATE USER `a b` IDENTIFIED WITH sha256_password, double_sha1_password HOST LOCAL")
        == ["sha256_password", "double_sha1_password"])
    #expect(
      ways("CREATE USER u IDENTIFIED WITH sha256_password VALID UNTIL \\'2026-01-01 00:00:00\\'")
        == ["sha256_password ends"])
    #expect(
      ways("CREATE USER u IDENTIFIED WITH sha256_hash BY 'aa' SALT 'it''s', bcrypt_hash BY 'x'")
        == ["sha256_hash", "bcrypt_hash"])
  }

  @Test(arguments: [
    "CREATE USER u", "CREATE USER u IDENTIFIED WITH no_password",
    "CREATE USER u IDENTIFIED WITH ssl_certificate CN 'x'",
    "CREATE USER u IDENTIFIED WITH sha256_password, ldap SERVER 'x'",
    "CREATE USER u IDENTIFIED WITH sha256_password GRANTS (SELECT ON db.*)",
    "CREATE USER u IDENTIFIED WITH sha256_password,",
    "CREATE USER u IDENTIFIED WITH sha256_password VALID 'x'",
    "CREATE USER `IDENTIFIED WITH sha256_password`", "",
  ])
  func `what is not understood is not believed`(text: String) {
    #expect(ways(text) == nil)
  }

  @Test func `an end is told with its zone`() {
    #expect(ClickHouseWord.time(1_785_587_696_789) == "2026-08-01 12:34:56 UTC")
  }
}
