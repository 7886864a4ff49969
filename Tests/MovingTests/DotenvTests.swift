import Moving
import Sealing
import TestSupport
import Testing

@Suite struct DotenvTests {
  private static let map = ["{NAME}_CH_{FIELD}"]

  @Test func `sorts variables into profiles by a pattern`() throws {
    let read = Read(
      """
      # the old way
      export ACME_EU_CH_HOST=h.example   # a remark
      ACME_EU_CH_PASSWORD='p#1 '
      ACME_EU_CH_USER="u\\"\\$\\n"
      BETA_CH_HOST = h2.example
      BETA_CH_PASS=p#2
      BETA_CH_PORT=
      NODE_ENV=production
      """, as: .dotenv, maps: Self.map, type: "clickhouse")
    #expect(read.lines == [])
    #expect(read.profiles.map(\.name) == ["acme-eu", "beta"])
    let acme = try #require(read.profiles.first)
    #expect(acme.line == 2)
    #expect(acme.text("host") == "h.example")
    #expect(acme.text("password") == "secret p#1 ")
    #expect(acme.text("username") == "u\"$\n")
    #expect(read.profiles[1].text("password") == "secret p#2")
    #expect(read.profiles[1].text("port") == nil)
    #expect(read.intake.remarks == ["no map fits NODE_ENV: left out"])
  }

  @Test func `a pattern without a field takes a connection URL`() {
    let read = Read(
      "ACME_DATABASE_URL=postgres://u:p@h.example:5433/db\n", as: .dotenv,
      maps: ["{NAME}_DATABASE_URL"])
    #expect(read.profiles.first?.name == "acme")
    #expect(read.profiles.first?.type == "postgres")
    #expect(read.profiles.first?.text("port") == "5433")
  }

  @Test func `the shortest field that is one wins over a longer name`() {
    let read = Read(
      "A_CH_CH_HOST=h\n", as: .dotenv, maps: Self.map, type: "clickhouse")
    #expect(read.profiles.first?.name == "a-ch")
  }

  @Test(arguments: [
    ("A_CH_COLOUR=1", "1: clickhouse has no field 'COLOUR'"),
    ("just words", "1: it is no NAME=VALUE"),
    ("A_CH_HOST='x", "1: a quote is never closed"),
    ("A_CH_HOST=x\nA_CH_SERVER=y", "2: host is given twice"),
  ])
  func `tells what is wrong with a line`(text: String, problem: String) {
    #expect(Read(text, as: .dotenv, maps: Self.map, type: "clickhouse").lines == [problem])
  }

  @Test func `needs a map, a type and something that fits`() {
    #expect(Read("A=1", as: .dotenv, type: "secret").refusal == .noMap("dotenv file"))
    #expect(Read("A=1", as: .dotenv, maps: Self.map).refusal == .noType)
    #expect(
      Read("A=1", as: .dotenv, maps: Self.map, type: "clickhouse").refusal
        == .nothingMatches("variables"))
    for bad in ["NAME", "{FIELD}_{NAME}", "{NAME}{FIELD}", "{NAME}_{NAME}"] {
      #expect(Read("A=1", as: .dotenv, maps: [bad], type: "clickhouse").refusal == .badMap(bad))
    }
  }

  @Test func `an entry of pass is a password and what stands below it`() throws {
    let clickhouse = try #require(Read.type("clickhouse"))
    let entry = contents("p w\nuser: ro\nServer: h.example\n\nurl:\njust a remark\n")
    let draft = try PassEntry.draft("db/acme prod", entry.bytes, type: clickhouse, line: 1)
    #expect(draft.profile.name == "db.acme-prod")
    #expect(draft.profile.text("password") == "secret p w")
    #expect(draft.profile.text("username") == "ro")
    #expect(draft.profile.text("host") == "h.example")
    #expect(draft.remarks == ["1 lines that name no field were left out"])
    let free = try #require(Read.type("secret"))
    let whole = try PassEntry.draft("x", entry.bytes, type: free, line: 1)
    #expect(whole.profile.text("value")?.hasSuffix("just a remark") == true)
  }
}
