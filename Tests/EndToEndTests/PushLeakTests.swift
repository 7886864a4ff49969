import Foundation
import Sandboxing
import TestSupport
import Testing

/// A password goes through everything that a push does, and is seen nowhere but over there.
@Suite(.waitsForProcesses) struct PushLeakTests {
  private let scene: PushScene
  private let canary = Canary()

  init() throws { scene = try PushScene() }

  @discardableResult
  private func quiet(_ line: String, _ input: String = "") throws -> Outcome {
    let outcome = try scene.coffer(line, input)
    #expect(canary.found(in: outcome.output).isEmpty, "\(line): on the output")
    #expect(canary.found(in: outcome.errors).isEmpty, "\(line): among the errors")
    return outcome
  }

  @Test func `a password is left behind nowhere by what a push does`() throws {
    let begun = Date()
    let watch = Watch(for: canary)
    let plan = scene.home.file("plan")
    try quiet(
      "add snowflake zebra account=z.eu-central-1 warehouse=W database=D username=ro password=-"
        + " -l tenant=acme", canary.text)
    try quiet(
      "add clickhouse yak host=127.0.0.1 port=9 protocol=http: username=ro database=d password=-",
      canary.text)
    try quiet("set eu baseURL=\(scene.sandbox.url) apiKey=-", scene.sandbox.key)
    for line in [
      "bind --all --to eu --yes", "bind zebra --to eu --set database=E --json",
      "environment set eu giraffe main=zebra", "plan", "plan --json", "plan --out \(plan)",
      "push --plan \(plan)", "push --all --yes", "push --all --yes --json", "test --all",
      "test --all --json", "status", "status --all --refresh --json", "audit log --limit 100",
      "audit log --json --limit 100", "environment list eu --json", "adopt eu --dry-run --json",
      "audit last-seen --json", "audit blast zebra --json", "audit blast eu",
    ] { try quiet(line) }
    #expect(try scene.state("eu/zebra") == "in sync", "it did arrive")
    #expect(
      try scene.sandbox.stored("zebra")?["credentials"]?["password"]?.text == canary.text)
    // Each way in which it can go wrong.
    for fault in [
      ["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true], ["hugeAnswer": 10_485_760],
      ["errorText": "no: {password} {password:base64} {authorization}"], ["status": 500],
    ] as [JSONValue] {
      try quiet("set zebra role=R\(Int.random(in: 0...1_000_000_000))")
      try scene.sandbox.fault(fault, method: "PUT", path: "/api/v1/connections/*")
      try quiet("push zebra --yes --json")
      try quiet("status zebra --json")
      try scene.forgive()
      try quiet("push zebra --yes")
    }
    try quiet("plan --out \(plan) --force")
    try quiet("environment remove eu giraffe --yes")
    try quiet("unbind yak --yes --json")
    try quiet("remove zebra --everywhere --yes")
    try quiet("audit log --json --limit 200")
    #expect(canary.files(below: scene.home.path).isEmpty, "vault, its journal, the saved plan")
    #expect(canary.temporaryFiles(since: begun).isEmpty)
    let seen = watch.stop()
    #expect(seen.rounds > 3 && seen.found.isEmpty, "\(seen)")
  }

  @Test func `a saved plan tells a stranger nothing`() throws {
    var sizes: Set<Int> = []
    for name in ["zebra", "much-longer-name-of-a-giraffe"] {
      try scene.addGood(name, password: canary.text)
      try scene.runs("environment set eu env-\(name) main=\(name)")
      try scene.runs("plan \(name) --out \(name).plan")
      let bytes = try scene.home.read("\(name).plan")
      sizes.insert(bytes.count)
      let text = String(decoding: bytes, as: UTF8.self)
      for word in [name, "env-", "main", "snowflake", "create", "eu-central", scene.sandbox.key] {
        #expect(!text.contains(word), "\(word)")
      }
      let facts = try FileManager.default.attributesOfItem(
        atPath: scene.home.file("\(name).plan"))
      #expect((facts[.posixPermissions] as? Int ?? 0) & 0o077 == 0, "nobody else may read it")
    }
    #expect(sizes.count == 1, "nor does its size: \(sizes)")
    // Of another vault it is no plan at all.
    let other = try PushScene()
    try other.home.write("plan", try scene.home.read("zebra.plan"))
    #expect(try other.coffer("push --plan plan").status != 0)
    #expect(try other.sandbox.count("requests") == 0)
  }

  @Test func `names over there are seen nowhere in the vault's files`() throws {
    try scene.addGood("sf", password: canary.text)
    try scene.runs("bind sf --to eu --as zebra-{name} --set database=giraffe-base")
    try scene.runs("environment set eu antelope-prod main=zebra-sf")
    try scene.runs("push --all --yes")
    let folder = scene.home.path + "/.local/share/coffer"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.contains { $0.hasSuffix("-wal") }, "\(names)")
    for name in names {
      guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      for word in ["zebra", "giraffe", "antelope", scene.sandbox.key, "127.0.0.1"] {
        #expect(!text.contains(word), "\(word) in \(name)")
      }
    }
  }
}
