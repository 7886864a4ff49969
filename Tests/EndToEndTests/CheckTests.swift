import Foundation
import TestSupport
import Testing

/// Signing in to real servers, through the real programs.
@Suite(.waitsForProcesses, .enabled(if: PostgresServer.isWanted)) struct CheckTests {
  private let home: Home
  private let server: PostgresServer

  init() throws {
    home = try Home()
    try home.makeVault()
    server = try PostgresServer.shared.get()
  }

  private func coffer(_ words: String, _ input: String = "") throws -> Outcome {
    try home.sh("coffer " + words, input: .text(input), with: home.keyed)
  }

  private func add(_ name: String, user: String, password: String) throws {
    let outcome = try coffer(
      "add postgres \(name) host=127.0.0.1 port=\(server.port) database=postgres user=\(user)"
        + " ssl=false password=-", password)
    #expect(outcome.status == 0, "\(outcome.err)")
  }

  @Test func `a check says which login works, and ends accordingly`() throws {
    try server.addUser("check_ro", password: "right-word")
    try add("good", user: "check_ro", password: "right-word")
    try add("bad", user: "check_ro", password: "wrong-canary")
    let good = try coffer("check good")
    #expect(good.status == 0, "\(good.err)")
    #expect(good.out.contains("good  valid: signed in as check_ro"), "\(good.out)")
    let bad = try coffer("check bad")
    #expect(bad.status == 11, "\(bad.out)\(bad.err)")
    #expect(bad.err.contains("refused"), "\(bad.err)")
    #expect(bad.err.contains("coffer set bad"), "\(bad.err)")
    let both = try coffer("check --all --jobs 2")
    #expect(both.status == 13, "\(both.out)\(both.err)")
    #expect(!"\(bad.out)\(bad.err)\(both.out)\(both.err)".contains("wrong-canary"))
    let json = try home.json("check", "good")
    let checks = json["checks"] as? [[String: Any]]
    #expect(checks?.first?["verdict"] as? String == "valid")
    try add("bound", user: "check_ro", password: "right-word")
    let workspace = try coffer("add embeddable eu baseURL=http://127.0.0.1:9 apiKey=-", "some-key")
    #expect(workspace.status == 0, "\(workspace.err)")
    #expect(try coffer("bind bound --to eu").status == 0)
    #expect(try !coffer("status --all").out.contains("check said"))
    #expect(try coffer("check bound").status == 0)
    let status = try coffer("status --all")
    #expect(status.out.contains("check said valid"), "\(status.out)")
    let log = try coffer("audit log")
    #expect(log.out.contains("profile.checked"), "\(log.out)")
  }

  @Test func `what does not work is not saved where a check is asked for`() throws {
    try server.addUser("saved_ro", password: "right-word")
    let words =
      "add postgres late host=127.0.0.1 port=\(server.port) database=postgres user=saved_ro"
      + " ssl=false --check password=-"
    let bad = try coffer(words, "wrong-canary")
    #expect(bad.status == 11, "\(bad.out)\(bad.err)")
    #expect(try coffer("show late").status == 3)
    let good = try coffer(words, "right-word")
    #expect(good.status == 0 && good.out.contains("check     valid"), "\(good.out)\(good.err)")
    let set = try coffer("set late --check password=-", "wrong-canary")
    #expect(set.status == 11, "\(set.out)\(set.err)")
    #expect(try coffer("get late password").line == "right-word")
  }
}
