import Embeddable
import Profiles
import Sandboxing
import Sealing
import TestSupport
import Testing
import Transport

/// The client against the sandbox: how long it waits, and what it takes for an answer.
@Suite struct ClientTests {
  private let server: SandboxServer
  private let client: EmbeddableClient

  init() throws {
    server = try SandboxServer()
    client = EmbeddableClient(
      try Courier(), base: server.url, key: Self.secret("test-key"),
      patience: Patience(budget: .milliseconds(900), first: .milliseconds(10)))
  }

  static func secret(_ text: String) -> Secret {
    Secret(SecretBytes(copying: Array(text.utf8).span))
  }

  /// Asks for the names; gives why that failed.
  private func refusal() async -> EmbeddableError? {
    do throws(EmbeddableError) {
      _ = try await client.connectionNames()
      return nil
    } catch {
      return error
    }
  }

  @Test func `waits as told and not longer than its budget`() async throws {
    try server.fault(["status": 429, "retryAfter": "0"], times: 2)
    #expect(await refusal() == nil)
    for fault in [
      ["status": 429], ["status": 503], ["status": 429, "retryAfter": "60"],
      ["status": 429, "retryAfter": "Wed, 21 Oct 2065 07:28:00 GMT"],
      ["status": 429, "retryAfter": "-5"], ["status": 503, "retryAfter": "99999999999999999999"],
    ] as [JSONValue] {
      try server.fault(fault)
      let began = ContinuousClock.now
      guard case .busy(_, let waited)? = await refusal() else {
        Issue.record("\(fault) is no busy server")
        continue
      }
      #expect(waited <= .milliseconds(900))
      #expect(ContinuousClock.now - began < .seconds(50), "\(fault)")
      try server.control("DELETE", "faults")
    }
  }

  @Test func `takes the forms in which names have been listed, and nothing else`() async throws {
    for (body, names) in [
      (#"{"connections":["a","b"]}"#, ["a", "b"]), (#"{"connections":[{"name":"a"}]}"#, ["a"]),
      ("", []), (#"{"connections":[]}"#, []), (#"{"connections":["\u00fc"],"more":1}"#, ["ü"]),
    ] as [(String, Set<String>)] {
      try server.fault(["status": 200, "body": .string(body)], times: 1)
      #expect(try await client.connectionNames() == names, "\(body)")
    }
    for body in ["{}", "[]", "null", "<html>", #"{"connections":"a"}"#, #"{"connections":["a""#] {
      try server.fault(["status": 200, "body": .string(body)], times: 1)
      guard case .garbled? = await refusal() else {
        Issue.record("\(body) was taken")
        continue
      }
    }
  }

  @Test func `knows what an answer says of what was done`() async throws {
    for (fault, mayHaveActed, isRefusal) in [
      (["status": 401], false, true), (["status": 403], false, true),
      (["status": 400, "body": "{}"], false, true), (["status": 409], false, true),
      (["status": 302], false, false), (["status": 500], true, false),
      (["status": 502, "body": "<html>"], true, false), (["dropBefore": true], true, false),
      (["halfAnswer": true], true, false), (["status": 200, "body": "<html>"], true, false),
      (["status": 200, "body": #"{"errorMessage":"no"}"#], false, true),
    ] as [(JSONValue, Bool, Bool)] {
      try server.fault(fault, times: 1)
      do throws(EmbeddableError) {
        try await client.createEnvironment("e", [DataSource("a", "b")])
        Issue.record("\(fault) was taken for a yes")
      } catch {
        #expect(error.mayHaveActed == mayHaveActed, "\(fault): \(error)")
        #expect(error.isRefusal == isRefusal, "\(fault): \(error)")
      }
    }
  }
}
