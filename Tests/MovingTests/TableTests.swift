import Moving
import Testing

@Suite struct TableTests {
  @Test func `a column is a field of its own name`() throws {
    let read = Read(
      "name,type,host,username,password,labels,label.tenant,note\r\n"
        + "a,clickhouse,x.example,u,\"p,\"\"x\",\"stage=prod,region=eu\",acme,\"two\r\nlines\"\r\n"
        + "\r\nb,clickhouse,y.example,,,,,\r\n", as: .csv)
    #expect(read.lines == [])
    let first = try #require(read.profiles.first)
    #expect(first.text("password") == "secret p,\"x")
    #expect(first.note == "two\r\nlines")
    #expect(
      first.labels.map { "\($0.key)=\($0.value)" } == ["stage=prod", "region=eu", "tenant=acme"])
    #expect(read.profiles.map(\.line) == [2, 5])
    #expect(read.profiles.last?.fields.map(\.name) == ["host"])
  }

  @Test func `other names are mapped, others left out`() {
    let read = Read(
      "id;server;login;secret;what\n1;h;u;p;x\n", as: .csv,
      maps: ["id=name", "server=host", "login=username", "secret=password", "what="],
      type: "clickhouse")
    #expect(read.profiles.first?.name == "1")
    #expect(read.profiles.first?.text("password") == "secret p")
    #expect(read.profiles.first?.fields.count == 3)
  }

  @Test func `a column can be a connection URL`() {
    let read = Read(
      "name,url\na,postgres://u:p@h.example/db\n", as: .csv, type: "postgres")
    #expect(read.profiles.first?.text("password") == "secret p")
    #expect(read.profiles.first?.text("database") == "db")
  }

  @Test(arguments: [
    ("name,user\na,b\n", [], MovingError.strangeColumn("user", known: [], meant: "username")),
    ("name,name\na,b\n", [], .columnTwice("name")),
    ("host\na\n", [], .noColumn("name")),
    ("name\na\n", ["x=host"], .noColumn("x")),
    ("name\na\n", ["=host"], .badMap("=host")),
    ("name\na\n", ["host"], .badMap("host")),
  ])
  func `tells what is wrong with the columns`(
    text: String, maps: [String], error: MovingError
  ) throws {
    let found = try #require(Read(text, as: .csv, maps: maps, type: "clickhouse").refusal)
    #expect(found.message == error.message)
    if case .strangeColumn = error { #expect(found.remedy.contains("--map user=username")) }
  }

  @Test func `a table without any type needs one`() {
    #expect(Read("name,host\na,b\n", as: .csv).refusal == .noType)
  }

  @Test func `tells what is wrong with a row`() {
    let read = Read(
      "name,type,password\na,clickhouse\n\"b\"x,clickhouse,p\nc,clickhouse,\"p\n", as: .csv)
    #expect(
      read.lines == [
        "2: it has 2 cells, and there are 3 columns", "3: a quote is never closed",
        "4: a quote is never closed",
      ])
  }

  @Test func `a formula in a label is kept as text and pointed out`() {
    let read = Read(
      "name,type,label.x\na,secret,=HYPERLINK(1)\n", as: .csv)
    #expect(read.profiles.first?.labels.first?.value == "=HYPERLINK(1)")
    #expect(read.intake.remarks.count == 1)
  }
}
