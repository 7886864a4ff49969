import Sandboxing
import Serving
import TestSupport
import Testing

@testable import Probing

/// QuestDB as the sandbox plays it: its odd refusal, its files, its open web interface.
@Suite struct QuestDBTests {
  private let sandbox: SandboxServer

  init() throws { sandbox = try SandboxServer() }

  private func look(_ password: String) async throws -> Verdict {
    try await ProbingTests.look(
      "questdb", port: sandbox.questDBPort, user: "admin", password: password,
      ["cleartext": "allow"])
  }

  @Test func `a default password is valid and a finding, another is refused`() async throws {
    let usual = try await look("quest")
    #expect(usual.kind == .valid && usual.remarks.count == 1, "\(usual)")
    let wrong = try await look("other")
    #expect(wrong.kind == .refused && wrong.isConfirmed, "\(wrong)")
  }

  @Test func `a password in its file counts after it was told to look`() async throws {
    try sandbox.control("PUT", "questdb/files", ["admin": ["password": "newer-password"]])
    #expect(try await look("newer-password").kind == .refused)
    let web = LoopbackClient(port: sandbox.questDBWebPort)
    let told = try web.ask("GET", "/exec?query=SELECT%20reload_config()")
    #expect(told.json?["dataset"] == [["true"]])
    #expect(
      try web.ask("GET", "/exec?query=SELECT%20reload_config()").json?["dataset"] == [["false"]])
    #expect(try await look("newer-password").kind == .valid)
    #expect(try await look("quest").kind == .refused)
  }

  @Test func `the web interface takes another login only when it starts anew`() throws {
    let web = LoopbackClient(port: sandbox.questDBWebPort)
    let path = "/exec?query=SELECT%201"
    try sandbox.control("PUT", "questdb/files", ["web": ["user": "w", "password": "p"]])
    #expect(try web.ask("GET", path).status == 200)
    try sandbox.control("POST", "questdb/restart")
    let refused = try web.ask("GET", path)
    #expect(refused.status == 401)
    #expect(refused.header("WWW-Authenticate") == "Basic realm=\"questdb\", charset=\"UTF-8\"")
    #expect(try web.ask("GET", path, headers: ["Authorization: Basic dzpw"]).status == 200)
    #expect(
      try web.ask("GET", "/exec?query=nonsense", headers: ["Authorization: Basic dzpw"]).status
        == 400)
  }
}
