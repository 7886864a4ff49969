import Foundation
import Testing

/// A secret goes through every command, and is seen nowhere but where it was asked for.
@Suite(.waitsForProcesses) struct LeakTests {
  private let home: Home
  private let canary = Canary()

  init() throws {
    home = try Home()
    try home.makeVault()
  }

  private func quiet(
    _ line: String, input: Child.Input = .nothing, with extra: [String: String]? = nil
  ) throws {
    let outcome = try home.sh(line, input: input, with: extra ?? home.keyed)
    #expect(canary.found(in: outcome.output).isEmpty, "\(line): on the output")
    #expect(canary.found(in: outcome.errors).isEmpty, "\(line): among the errors")
  }

  @Test func `no form of a secret is left behind by any command`() throws {
    let begun = Date()
    let watch = Watch(for: canary)
    let secret = Child.Input.text(canary.text + "\n")
    try quiet("coffer add clickhouse ch host=x1.example username=ro password=-", input: secret)
    try quiet("coffer add secret a value=-", input: secret)
    try quiet("coffer set a value=-", input: .text("another"))
    try quiet("coffer set a value=-", input: secret)
    try quiet("coffer set ch host=x2.example")
    try quiet("coffer set ch host=x2.example password=-", input: secret)
    for json in ["", " --json"] {
      for command in [
        "list", "show ch", "show --all", "history a", "history a --diff", "rollback a --dry-run",
        "set ch database=x --dry-run", "audit log", "audit last-seen", "audit blast ch",
        "audit verify", "audit who-read a", "check ch", "provision ch --print", "key list",
        "get a nothing", "get ch username", "session",
      ] { try quiet("coffer " + command + json) }
    }
    for line in [
      "coffer key add --key-file-new spare --name spare", "coffer key remove spare --yes",
      "coffer migrate --yes", "coffer audit log --format csv", "coffer audit log --format ndjson",
      "coffer audit checkpoint --out safe", "coffer audit verify --against safe",
      "coffer audit export --out log.ndjson",
      "coffer completions bash", "coffer help", "coffer help set", "coffer version",
      "coffer unlock --full", "coffer rollback a", "coffer rename a b",
      "coffer label b stage=prod", "coffer remove b --yes", "coffer undelete b",
      "coffer key rotate --yes", "coffer unlock --full", "coffer remove b --yes", "coffer lock",
    ] { try quiet(line) }
    // Where it is asked for it is given.
    #expect(try home.sh("coffer get ch", with: home.keyed).line == canary.text)
    #expect(try home.sh("coffer show ch --reveal", with: home.keyed).out.contains(canary.text))
    #expect(canary.files(below: home.path).isEmpty, "also in the journal of the vault")
    try quiet("coffer purge b --yes")
    try isNowhere(watch, since: begun)
  }

  @Test func `no form of a secret is left behind by what makes copies and moves them`() throws {
    let begun = Date()
    let watch = Watch(for: canary)
    let word = try home.sh("coffer key new me --quiet", with: home.keyed).line
    let url = "postgres://ro:\(canary.text.replacingOccurrences(of: "+", with: "%2B"))@h.example/db"
    let line = #"{"name":"j","type":"secret","secrets":{"value":"\#(canary.text)"}}"#
    let form = "coffer import - --format"
    for (line, input) in [
      ("coffer add postgres p url=-", url), ("\(form) url --yes", "u \(url)\n"),
      ("\(form) jsonl --yes", line), ("\(form) jsonl --yes", line),
      ("\(form) jsonl --update --dry-run --json", line), ("\(form) jsonl --on-conflict skip", line),
      ("\(form) csv --yes", "name,type,value\nc,secret,\(canary.text)\n"),
      (
        "\(form) dotenv --map '{NAME}_CH_{FIELD}' --type clickhouse --yes",
        "A_CH_HOST=h\nA_CH_USER=u\nA_CH_PASSWORD=\(canary.text)\n"
      ),
    ] { try quiet(line, input: .text(input)) }
    for line in [
      "coffer export --all --to \(word) -o sealed", "coffer export --all --without-secrets",
      "coffer export j c --new-passphrase-fd 0 --memory 64 -o phrased < key",
      "coffer import sealed --from-identity me --update --yes", "coffer remove c --yes",
      "coffer import sealed --from-identity me --on-conflict skip --yes --json",
      "coffer backup --set-folder backups", "coffer backup", "coffer backup - > copy",
      "coffer backup --check copy", "coffer set j --generate value", "coffer restore copy --yes",
      "coffer doctor", "coffer doctor --json", "coffer audit log --json", "coffer unlock --full",
      "coffer export --all --to \(word) -o sealed2", "coffer backup", "coffer lock",
    ] { try quiet(line) }
    let names = try home.json("list")["profiles"] as? [[String: Any]] ?? []
    #expect(names.count == 5, "they did come in: \(names)")
    #expect(try home.sh("coffer get j", with: home.keyed).line == canary.text)
    try isNowhere(watch, since: begun)
    // In plain text it goes where it was asked to go, and nowhere else.
    try quiet("coffer export --all --plaintext --yes -o plain")
    #expect(canary.files(below: home.path) == ["plain (plain)"])
  }

  private func isNowhere(_ watch: Watch, since begin: Date) throws {
    if Capability.isRoot {
      // They run for milliseconds only.
      let end = ContinuousClock.now + .seconds(120)
      while !watch.hasSeenPrograms, ContinuousClock.now < end { try quiet("coffer audit verify") }
      #expect(watch.hasSeenPrograms)
    }
    let seen = watch.stop()
    #expect(seen.rounds > 3)
    #expect(seen.found.isEmpty)
    #expect(canary.files(below: home.path).isEmpty)
    #expect(canary.temporaryFiles(since: begin).isEmpty)
  }

  @Test func `a secret that is refused is not repeated`() throws {
    let text = canary.text
    for (line, input) in [
      ("coffer add clickhouse-cloud k keyId=id keySecret=-", text + " with spaces\u{1}"),
      ("coffer add custom k driver=prestodb credentials=-", "{\"password\": \"\(text)\""),
      ("coffer add bigquery k credentials=-", "{\"private_key\": \"\(text)\"}"),
      ("coffer add snowflake k privateKey=-", "-----BEGIN \(text)-----"),
      ("coffer add secret k value=- --vault missing.coffer", text),
      ("coffer add secret k nothing=- value=-", text),
      ("coffer add secret 'bad name' value=-", text),
      ("coffer init --vault p.coffer --passphrase-fd 0 --memory 1", text),
      ("coffer list --passphrase-fd 0", text), ("coffer list --key-file -", text),
      ("coffer list --identity /dev/stdin", text),
    ] {
      let outcome = try home.sh(line, input: .text(input), with: home.keyed)
      #expect(outcome.status != 0, "\(line)")
      #expect(canary.found(in: outcome.output + outcome.errors).isEmpty, "\(line): \(outcome.err)")
    }
    for word in ["value=\(text)", "value:=\(text)", "valu=\(text)"] {
      let outcome = try home.coffer("add", "secret", "k", word, with: home.keyed)
      #expect([2, 8].contains(outcome.status), "\(outcome.err)")
      #expect(canary.found(in: outcome.output + outcome.errors).isEmpty, "\(outcome.err)")
    }
    try quiet("coffer audit log --json")
    #expect(canary.files(below: home.path).isEmpty)
  }

  @Test func `a passphrase is seen nowhere`() throws {
    let watch = Watch(for: canary)
    let typed = Child.Input.text(canary.text + "\n")
    let place = ["COFFER_VAULT": home.file("p.coffer")]
    try quiet(
      "coffer init --passphrase-fd 0 --memory 64 --passes 3", input: typed, with: place)
    try quiet("coffer unlock --passphrase-fd 0", input: typed, with: place)
    try quiet("coffer session --json; coffer key list; coffer audit log", with: place)
    let typist = try home.typist("coffer get nothing value", with: place)
    try typist.waitUntilHidden()
    typist.type(canary.text + "\n")
    _ = try typist.finish()
    #expect(canary.found(in: typist.shown).isEmpty, "nothing typed is echoed")
    try quiet("coffer lock", with: place)
    #expect(canary.files(below: home.path).isEmpty)
    #expect(watch.stop().found.isEmpty)
  }

  @Test func `the canary would be found`() throws {
    let words = Data(canary.text.utf8).base64EncodedString()
    for text in [
      canary.text, "x" + words, canary.text.utf8.map { String(format: "%02x", $0) }.joined(),
      canary.text.replacingOccurrences(of: "+", with: "%2B"),
    ] {
      #expect(!canary.found(in: Array(text.utf8)).isEmpty)
    }
    #expect(!canary.found(in: canary.text.utf16.flatMap { [UInt8($0 & 0xFF), 0] }).isEmpty)
    #expect(canary.found(in: Array(canary.text.utf8.dropLast())).isEmpty)
    try home.write("tmp/left", Array(("{\"a\":\"" + canary.text + "\"}").utf8))
    #expect(canary.files(below: home.path) == ["tmp/left (plain)"])
    let watch = Watch(for: canary)
    let child = try home.start("sleep 60", with: ["CANARY": canary.text])
    let end = ContinuousClock.now + .seconds(120)
    while !watch.hasFound, ContinuousClock.now < end { usleep(10_000) }
    child.end()
    #expect(watch.stop().found == ["environ (plain)"])
  }
}
