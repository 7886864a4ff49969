import Catalog
import Moving
import Sealing
import Testing

extension Read {
  static func type(_ name: String) -> ProfileType? { Types.named(name) }
}

@Suite struct ConnectionURLTests {
  @Test func `takes a URL apart and its percent signs away`() throws {
    let read = Read(
      "acme postgres://u%40x:p%20%2F%C3%A9@db.example:5433/a%20b?sslmode=disable\n", as: .url)
    let profile = try #require(read.profiles.first)
    #expect(read.lines == [])
    #expect(profile.type == "postgres")
    #expect(profile.text("user") == "u@x")
    #expect(profile.text("password") == "secret p /é")
    #expect(profile.text("host") == "db.example")
    #expect(profile.text("port") == "5433")
    #expect(profile.text("database") == "a b")
    #expect(profile.text("ssl") == "false")
  }

  @Test func `knows schemes, names with an equals sign, and what it leaves out`() {
    let read = Read(
      """
      # a remark
      a=clickhouses://u:p@h.example/db
      b mysql://u@[2001:db8::1]:3307
      c https://h.example:8443
      """, as: .url, type: nil)
    #expect(read.profiles.map(\.type) == ["clickhouse", "mysql"])
    #expect(read.profiles.first?.text("protocol") == "https:")
    #expect(read.profiles.last?.text("host") == "[2001:db8::1]")
    #expect(read.lines == ["4: no type of profile is reached by 'https://'"])
    let said = Read("c http://u:p@h.example:8123?x=1\n", as: .url, type: "clickhouse")
    #expect(said.profiles.first?.text("protocol") == "http:")
    #expect(said.intake.remarks == ["c: the URL's 'x' was left out"])
  }

  @Test(arguments: [
    "postgres://u:can/ary@h/db", "postgres://u:canary", "postgres://u:can?ary@h",
    "postgres://u:p%4@canary", "postgres://u:p@", "postgres:canary", "postgres://u:p@a,b/canary",
    "postgres://[::1/canary", "postgres://u:p@[::1]canary", "canary",
  ])
  func `shows nothing of a URL that it cannot read`(url: String) {
    let read = Read("a \(url)\n", as: .url)
    #expect(read.profiles.isEmpty)
    #expect(read.intake.problemCount == 1)
    for line in read.lines {
      #expect(!line.contains("canary") && !line.contains("ary@"), "\(line)")
    }
  }

  @Test func `needs a name`() {
    #expect(Read("postgres://u:p@h/db", as: .url).lines == ["1: the URL has no name before it"])
  }

  @Test(arguments: [
    ("a postgres://u:p@h/db", "x", InputFormat.url), ("\n {\"name\"", "x", .jsonl),
    ("name,type", "x.csv", .csv), ("A=1", "a/.env", .dotenv), ("A=1", ".env.local", .dotenv),
    ("# c\nA=1", "prod.env", .dotenv), ("coffer export 1\nx", "x", .export),
    ("coffer export 7\nx", "x", .export),
  ])
  func `sees the format`(text: String, name: String, format: InputFormat) {
    #expect(InputFormat.guess(contents(text).span, name: name) == format)
  }

  @Test(arguments: ["A=1", "", "hello", "name,type"])
  func `does not guess`(text: String) {
    #expect(InputFormat.guess(contents(text).span, name: "x") == nil)
  }
}
