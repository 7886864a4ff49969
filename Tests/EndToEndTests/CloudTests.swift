import Foundation
import Sandboxing
import TestSupport
import Testing

/// ClickHouse Cloud through the real programs, against the sandbox.
@Suite(.waitsForProcesses) struct CloudTests {
  private let home: Home
  private let sandbox: SandboxProgram

  init() throws {
    home = try Home()
    try home.makeVault()
    sandbox = try SandboxProgram(["--cloud-window", "1"])
  }

  private func coffer(_ words: String, _ input: String = "") throws -> Outcome {
    try home.sh("coffer " + words, input: .text(input), with: home.keyed)
  }

  private func said(_ part: String, _ key: String) -> String {
    sandbox.greeting[part]?[key]?.text ?? ""
  }

  private func addKey(_ name: String, secret: String? = nil) throws -> Outcome {
    try coffer(
      "add clickhouse-cloud \(name) baseURL=\(sandbox.url) keyId=\(said("cloud", "keyId"))"
        + " --check keySecret=-", secret ?? said("cloud", "keySecret"))
  }

  @Test func `a key is tried, and knows its organization and its UUID`() throws {
    let wrong = try addKey("wrong", secret: "wrong-canary-secret")
    #expect(wrong.status == 11, "\(wrong.err)")
    #expect(!"\(wrong.out)\(wrong.err)".contains("wrong-canary-secret"))
    #expect(try coffer("show wrong").status == 3)
    let added = try addKey("ch-cloud")
    #expect(added.status == 0 && added.out.contains("organization Sandbox"), "\(added.err)")
    let shown = try coffer("show ch-cloud").out
    #expect(shown.contains(said("cloud", "organization")), "\(shown)")
    let keys = try coffer("cloud keys ch-cloud")
    #expect(keys.status == 0 && keys.out.contains("ch-cloud"), "\(keys.out)\(keys.err)")
    #expect(!keys.out.contains("? ch-cloud"))
    #expect(try coffer("check ch-cloud").out.contains("valid"))
    let log = try coffer("audit log").out
    #expect(log.contains("cloud.asked"), "\(log)")
  }

  @Test func `a database takes its place from a service`() throws {
    try sandbox.control(
      "PUT", "cloud/services/real",
      [
        "ipAccessList": ["3.125.110.225"], "state": "idle",
        "endpoints": [["protocol": "https", "host": "x1.example", "port": 8443]],
      ])
    #expect(try addKey("ch-cloud").status == 0)
    _ = try coffer("add embeddable eu region=eu apiKey=-", "k")
    let services = try coffer("cloud services ch-cloud")
    #expect(services.out.contains("x1.example") && services.out.contains("idle"), "\(services)")
    #expect(services.err.contains("54.78.117.227"), "\(services.err)")
    let taken = try coffer(
      "add clickhouse prod --from ch-cloud/real username=ro database=acme password=-", "p")
    #expect(taken.status == 0 && taken.err.contains("EU addresses"), "\(taken.err)")
    let shown = try coffer("show prod").out
    #expect(shown.contains("x1.example") && shown.contains("8443") && shown.contains("https:"))
    // Who is there already needs nobody to be asked.
    let again = try coffer(
      "add clickhouse prod --from ch-cloud/gone username=ro password=- --if-absent", "p")
    #expect(again.status == 0, "\(again.err)")
    for (words, status) in [
      ("add clickhouse x --from ch-cloud/none username=u password=-", 3),
      ("add clickhouse x --from ch-cloud username=u password=-", 2),
      ("add clickhouse x --from ch-cloud/analytics username=u password=-", 8),
      ("add postgres x --from ch-cloud/real user=u database=d password=-", 2),
      ("add clickhouse-cloud x keyId=k --generate keySecret --check", 2),
      ("cloud services prod", 8), ("cloud services nobody", 3),
    ] as [(String, Int32)] {
      let outcome = try coffer(words, "p")
      #expect(outcome.status == status, "\(words): \(outcome.err)")
      #expect(outcome.err.contains("hint:"))
    }
  }

  @Test func `the sandbox's ClickHouse is checked as it is`() throws {
    #expect(try addKey("ch-cloud").status == 0)
    let words =
      "add clickhouse here --from ch-cloud/analytics protocol=http: username=default"
      + " database=default password=-"
    #expect(try coffer(words, said("clickhouse", "password")).status == 0)
    let checked = try coffer("check here")
    #expect(checked.status == 0 && checked.out.contains("valid"), "\(checked.out)\(checked.err)")
    #expect(checked.out.contains("can do more than read: all: "), "\(checked.out)")
    let json = try home.json("cloud", "keys", "ch-cloud")
    #expect((json["keys"] as? [[String: Any]])?.first?["profile"] as? String == "ch-cloud")
  }
}
