import TestSupport
import Testing

@testable import Sandboxing

@Suite struct ChoicesTests {
  private func answer(
    _ method: String, _ segments: [String], _ body: JSONValue? = nil, _ words: String...
  ) throws -> Answer {
    var workspace = Workspace(try SandboxOptions(words).choices)
    workspace.store("pg", type: "postgres", credentials: ["password": "p", "token": "t"])
    workspace.store(.init(name: "prod", mappings: [.init(dataSource: "m", connection: "pg")]))
    let outcome = workspace.take(Call(method, segments, body))
    guard case .answer(let answer) = outcome else { throw SandboxOptions.Misused(message: "") }
    return answer
  }

  @Test func `masks the password only, if told to`() throws {
    let shown = try answer("GET", ["connections", "pg"], nil, "--masking", "password")
    #expect(shown.body?["credentials"] == ["password": "hidden", "token": "t"])
  }

  @Test func `answers as old documentation says`() throws {
    let body: JSONValue = ["name": "new", "type": "t", "credentials": [:]]
    let made = try answer("POST", ["connections"], body, "--answers", "legacy")
    #expect(made == Answer(201, ["errorMessage": nil]))
    let workspace = Workspace(try SandboxOptions(["--answers=legacy"]).choices)
    let connection = StoredConnection(name: "a", type: "t", credentials: [:], revision: 1)
    #expect(
      workspace.tested(connection, cause: nil, request: "")
        == Answer(201, ["errorMessage": nil]))
  }

  @Test func `has other statuses for the same refusals`() throws {
    let body: JSONValue = ["name": "pg", "type": "t", "credentials": [:]]
    #expect(try answer("POST", ["connections"], body, "--duplicate", "400").status == 400)
    #expect(try answer("GET", ["connections", "x"], nil, "--missing", "400").status == 400)
    let workspace = Workspace(try SandboxOptions(["--failed-test", "500"]).choices)
    let connection = StoredConnection(name: "a", type: "t", credentials: [:], revision: 1)
    #expect(workspace.tested(connection, cause: "x", request: "").status == 500)
  }

  @Test func `allows what it refuses by default`() throws {
    let gone = try answer("DELETE", ["connections", "pg"], nil, "--deleted-in-use", "allow")
    #expect(gone.status == 204)
    let body: JSONValue = ["datasources": [["data_source": "m", "connection": "absent"]]]
    let mapped = try answer(
      "PUT", ["environments", "prod"], body, "--missing-connection", "allow")
    #expect(mapped.status == 200)
    let other: JSONValue = ["name": "other", "type": "t", "credentials": [:]]
    #expect(try answer("PUT", ["connections", "pg"], other).status == 400)
    #expect(
      try answer("PUT", ["connections", "pg"], other, "--name-in-put", "ignore").status == 200)
  }

  @Test func `answers a deletion with a body, if told to`() throws {
    let gone = try answer("DELETE", ["environments", "prod"], nil, "--delete-answer", "json")
    #expect(gone == Answer(200, ["errorMessage": nil]))
  }

  @Test func `refuses keys and untestable types as it is told`() throws {
    let options = try SandboxOptions([
      "--auth-refusal", "403", "--untestable", "fail", "--test-delay", "20", "--key", "k",
    ])
    let server = try SandboxServer(keys: options.keys, choices: options.choices)
    try server.control(
      "PUT", "connections/c", ["type": "snowflake", "credentials": ["account": "a"]])
    let begun = ContinuousClock.now
    let tested = try server.client.ask("POST", "/api/v1/connections/c/test")
    #expect(tested.status == 400)
    #expect(tested.json?["underlyingErrorMessage"]?.text?.contains("snowflake") == true)
    #expect(ContinuousClock.now - begun >= .milliseconds(20))
    var stranger = server.client
    stranger.key = "other"
    #expect(try stranger.ask("GET", "/api/v1/embeddables").status == 403)
  }

  @Test func `reads ports, keys and labels`() throws {
    let options = try SandboxOptions([
      "--port=8080", "--key", "a", "--key", "b", "--region", "eu", "--until-closed",
    ])
    #expect(options.port == 8080)
    #expect(options.keys == ["a", "b"])
    #expect(options.region == "eu")
    #expect(options.endsWithInput)
    #expect(try SandboxOptions([]).keys.first?.count == 36)
  }

  @Test(arguments: [
    ["--nonsense"], ["--port"], ["--port", "x"], ["--port=70000"], ["--region", "mars"],
    ["--masking", "none"], ["--duplicate", "200"], ["--key", "a", "--key", "a"], ["--key="],
    ["word"],
    ["--test-delay", "-1"], ["usage:", "1"],
  ])
  func `refuses what it does not know`(_ words: [String]) {
    #expect(throws: SandboxOptions.Misused.self) { try SandboxOptions(words) }
  }
}
