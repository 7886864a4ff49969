import Moving
import Sealing
import TestSupport
import Testing

@Suite struct JSONLinesTests {
  @Test func `reads everything that a profile can say`() throws {
    let read = Read(
      #"""
      {"name":"acme","type":"clickhouse","labels":{"stage":"prod"},"note":"n\u00e9","via":"b","fields":{"host":"x.example","port":8443},"secrets":{"password":"a\"\\\ud83d\udd11\n"}}

      {"generate":{"password":40},"fields":{"host":"y"},"type":"clickhouse","name":"beta"}
      {"name":"g","type":"secret","generate":["value"]}
      """#, as: .jsonl)
    #expect(read.lines == [])
    let acme = try #require(read.profiles.first)
    #expect(acme.name == "acme")
    #expect(acme.note == "né")
    #expect(acme.via == "b")
    #expect(acme.labels == [MovedProfile.Label("stage", "prod")])
    #expect(acme.text("host") == "x.example")
    #expect(acme.text("port") == "8443")
    #expect(acme.text("password") == "secret a\"\\🔑\n")
    #expect(read.profiles.map(\.line) == [1, 3, 4])
    #expect(read.profiles[1].text("password") == "generated 40")
    #expect(read.profiles[2].text("value") == "generated 32")
    #expect(read.intake.secretCount == 1)
  }

  @Test func `a binding is a workspace, a place in one, or says what differs there`() throws {
    let read = Read(
      #"""
      {"name":"a","type":"clickhouse","bindings":["eu","us/a-us",{"workspace":"eu","connection":"{tenant}-x","set":{"database":"d\u00e9","port":8443}}]}
      {"name":"b","type":"clickhouse","bindings":[]}
      """#, as: .jsonl)
    #expect(read.lines == [])
    #expect(
      read.profiles.map(\.bindings) == [
        [
          MovedBinding("eu"), MovedBinding("us", connection: "a-us"),
          MovedBinding(
            "eu", connection: "{tenant}-x", [.init("database", "dé"), .init("port", "8443")]),
        ], [],
      ])
    let first = try #require(read.profiles.first)
    let again = Read(Secret(JSONText.line(first)), as: .jsonl)
    #expect(again.profiles.first?.bindings == first.bindings)
  }

  @Test func `a secret in the wrong place stays a secret, and base64 stands for any bytes`() throws
  {
    let read = Read(
      """
      {"name":"a","type":"clickhouse","fields":{"password":"p"}}
      {"name":"b","type":"secret","secrets":{"value":{"base64":"AP8="}}}
      """, as: .jsonl)
    #expect(read.profiles[0].text("password") == "secret p")
    guard case .secret(let bytes)? = read.profiles[1].fields.first?.content else {
      Issue.record("no secret")
      return
    }
    let isSame = bytes.bytes.equals([0, 255].span)
    #expect(isSame)
  }

  @Test func `null is a secret that is not known yet`() {
    let read = Read(
      #"{"name":"a","type":"clickhouse","secrets":{"password":null}}"#, as: .jsonl)
    #expect(read.profiles.first?.isIncomplete == true)
    #expect(read.profiles.first?.fields.isEmpty == true)
  }

  @Test(arguments: [
    (#"{"name":"a","type":"clickhouse","fields":{"hots":"x"}}"#, "clickhouse has no field 'hots'"),
    (#"{"name":"a","type":"click"}"#, "there is no profile type 'click'"),
    (#"{"type":"secret"}"#, "'name' is missing"),
    (#"{"name":"a"}"#, "'type' is missing"),
    (#"{"name":"a","name":"b","type":"secret"}"#, "the key 'name' is there twice"),
    (#"{"name":"a","type":"secret","colour":1}"#, "the key 'colour' means nothing here"),
    (#"{"name":1,"type":"secret"}"#, "'name' has to be a text"),
    (#"{"name":"a","type":"secret","labels":{"k":1}}"#, "'labels' has to be an object of texts"),
    (
      #"{"name":"a","type":"secret","secrets":{"value":["x"]}}"#,
      "'value' has to be a text, number or object"
    ),
    (#"{"name":"a","type":"secret","secrets":{"value":{"base64":"A"}}}"#, "value is not base64"),
    (
      #"{"name":"a","type":"secret","secrets":{"value":"x"},"generate":["value"]}"#,
      "value is given twice"
    ),
    (
      #"{"name":"a","type":"secret","generate":{"value":3}}"#,
      "value cannot be made up with that length"
    ),
    (
      #"{"name":"a","type":"clickhouse","bindings":"eu"}"#,
      "'bindings' has to be a list of workspaces, or of objects with workspace, connection and set"
    ),
    (
      #"{"name":"a","type":"clickhouse","bindings":[{"workspace":1}]}"#,
      "'bindings' has to be a list of workspaces, or of objects with workspace, connection and set"
    ),
    (#"{"name":"a","type":"clickhouse","bindings":[{"set":{}}]}"#, "'workspace' is missing"),
    (
      #"{"name":"a","type":"clickhouse","bindings":[{"workspace":"eu","as":"x"}]}"#,
      "the key 'as' means nothing in a binding"
    ),
    (
      #"{"name":"a","type":"clickhouse","bindings":[{"workspace":"eu","set":{"database":null}}]}"#,
      "'database' has to be a text or a number"
    ),
    (
      #"{"name":"a","type":"clickhouse","bindings":[{"workspace":"eu","workspace":"us"}]}"#,
      "the key 'workspace' is there twice"
    ),
    (#"{"name":"a","type":"secret""#, "it is not JSON: '}' is missing at column 28"),
    (
      #"{"name":"a","type":"secret"}{}"#,
      "it is not JSON: something follows the object at column 29"
    ),
    (#"{"name":"a\x"}"#, "it is not JSON: a text has a wrong escape at column 2"),
    (#"{"name":"\ud800"}"#, "it is not JSON: a text has a wrong escape at column 3"),
    (#"{"name":01}"#, "it is not JSON: a value is wanted at column 9"),
    (#"{"name":"a"#, "it is not JSON: a text is never closed at column 11"),
    ("[1]", "it is not JSON: '{' is missing at column 1"),
    ("{\"name\":\"a\0\"}", "it holds a NUL byte"),
    ("{\"name\":\"a\u{1}\"}", "it is not JSON: a control character stands in a text at column 11"),
  ])
  func `tells what is wrong with a line`(line: String, message: String) {
    #expect(Read(line, as: .jsonl).lines == ["1: \(message)"])
  }

  @Test func `nesting ends somewhere`() {
    let deep = String(repeating: "[", count: 100_000)
    let read = Read("{\"name\":\(deep)", as: .jsonl)
    #expect(read.lines == ["1: it is not JSON: it is nested too deeply at column 41"])
  }

  @Test func `wrong bytes, marks of byte order and returns`() {
    let bytes = Array("\u{FEFF}{\"name\":\"a\",\"type\":\"secret\",\"secrets\":{\"value\":\"".utf8)
    let end = Array("\"}}\r\n".utf8)
    let good = Read(contents(bytes + Array("v".utf8) + end), as: .jsonl)
    #expect(good.profiles.first?.text("value") == "secret v")
    let bad = Read(contents(bytes + [0xFF] + end), as: .jsonl)
    #expect(bad.lines == ["1: it is not UTF-8 text"])
    #expect(Read(contents([0xFF, 0xFE, 0x7B, 0]), as: .jsonl).refusal == .notText("UTF-16"))
    #expect(Read("", as: .jsonl).refusal == .empty)
    #expect(Read("\u{FEFF}\n \r\n", as: .jsonl).refusal == .empty)
  }

  @Test func `the first twenty problems are told, the others counted`() {
    let read = Read(String(repeating: "x\n", count: 50), as: .jsonl)
    #expect(read.lines.count == 20)
    #expect(read.intake.problemCount == 50)
  }

  @Test func `a line that no profile can have is refused`() {
    let read = Read(String(repeating: "x", count: 2 << 20) + "\ny", as: .jsonl)
    #expect(read.lines.first == "1: it is longer than 1048576 bytes")
    #expect(read.lines.count == 2)
  }

  @Test func `what export writes is read back as it was`() throws {
    var profile = MovedProfile(line: 1, name: "acme", type: "clickhouse")
    profile.labels = [MovedProfile.Label("b", "1"), MovedProfile.Label("a", "é\"")]
    profile.note = "two\nlines\t\u{7F}"
    profile.via = "root"
    profile.fields = [
      MovedField("username", .clear("u\\")),
      MovedField("host", .clear("x.example")),
      MovedField("password", .secret(contents([0x22, 0x0A, 0x01, 0xC3, 0xA9]))),
    ]
    let line = JSONText.line(profile)
    let read = Read(Secret(line), as: .jsonl)
    let back = try #require(read.profiles.first)
    #expect(read.lines == [])
    #expect(back.note == profile.note)
    #expect(back.via == "root")
    #expect(back.labels.map(\.key) == ["a", "b"])
    #expect(back.text("username") == "u\\")
    #expect(back.text("password") == profile.text("password"))
  }

  @Test func `bytes that are no text go through base64`() throws {
    for count in 0..<8 {
      let bytes = [UInt8](repeating: 0xFE, count: count)
      var profile = MovedProfile(line: 1, name: "a", type: "secret")
      profile.fields = [MovedField("value", .secret(contents(bytes)))]
      let read = Read(Secret(JSONText.line(profile)), as: .jsonl)
      guard case .secret(let back)? = read.profiles.first?.fields.first?.content else {
        Issue.record("no secret of \(count) bytes")
        continue
      }
      let isSame = back.bytes.equals(bytes.span)
      #expect(isSame)
    }
  }
}
