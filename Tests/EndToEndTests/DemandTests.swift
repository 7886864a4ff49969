import Sandboxing
import TestSupport
import Testing

/// A vault that saves no login that was not seen to work.
@Suite(.waitsForProcesses) struct DemandTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  private var place: String {
    let port = scene.sandbox.greeting["clickhouse"]?["port"]?.count ?? 0
    return "host=127.0.0.1 port=\(port) protocol=http: username=default database=default"
  }

  private var password: String {
    scene.sandbox.greeting["clickhouse"]?["password"]?.text ?? ""
  }

  private func refuses(_ words: String, _ status: Int32, _ input: String) throws {
    let outcome = try scene.coffer(words, input)
    #expect(outcome.status == status, "\(words): \(outcome.out)\(outcome.err)")
    #expect(outcome.err.contains("hint:"), "\(words): \(outcome.err)")
  }

  @Test func `only what was signed in with is saved, whoever asks`() throws {
    try scene.runs("check --demand yes")
    for words in ["", "--no-check"] {
      try refuses("add clickhouse ch \(place) password=- \(words)", 8, password)
    }
    try refuses("add clickhouse ch \(place) password=- --check", 11, "wrong-word")
    #expect(try scene.coffer("show ch").status == 3)
    try scene.runs("add clickhouse ch \(place) password=- --check", password)
    // What was tried once does not let anything else through.
    try refuses("set ch password=-", 8, "wrong-word")
    try refuses("set ch password=- --check", 11, "wrong-word")
    try refuses("set ch password=-", 8, password)
    try scene.runs("set ch password=- --check", password)
    try scene.runs("set ch --note 'of the first tenant'")
    try scene.runs("add clickhouse ch \(place) password=- --if-absent", password)
    try scene.runs("check --demand no")
    try scene.runs("set ch password=-", "wrong-word")
  }

  @Test func `what nobody can try yet is saved all the same`() throws {
    try scene.runs("check --demand yes")
    try scene.runs("add clickhouse new \(place) --generate password")
    try scene.runs("add clickhouse part \(place) --incomplete")
    try scene.runs("add clickhouse far \(place) reach=embeddable-only password=-", "some-word")
    try scene.runs(
      "add snowflake sf account=a.eu-central-1 warehouse=W database=D username=ro password=-",
      "some-word")
    try scene.runs("add secret word value=-", "some-word")
    // Once it is whole it counts.
    try refuses("set part password=-", 8, "wrong-word")
    try scene.runs("set part password=- --check", password)
  }

  @Test func `a demand is for the whole vault`() throws {
    for words in ["check ch --demand yes", "check --all --demand yes", "check --demand maybe"] {
      try refuses(words, 2, "")
    }
  }
}
