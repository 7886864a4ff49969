import Embeddable
import Profiles
import Redacting
import Sandboxing
import TestSupport
import Testing
import Transport

/// What is made of answers that say less than they seem to.
@Suite struct UnclearTests {
  private let server: SandboxServer
  private let client: EmbeddableClient

  init() throws {
    server = try SandboxServer()
    client = EmbeddableClient(
      try Courier(), base: server.url, key: ClientTests.secret("test-key"),
      patience: Patience(budget: .milliseconds(900), first: .milliseconds(10)))
  }

  private func refusal(_ body: () async throws(EmbeddableError) -> Void) async -> EmbeddableError? {
    do throws(EmbeddableError) {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ([503], true), ([429], false), ([503, 429], true), ([503, 401], true), ([429, 401], false),
  ])
  func `a change that ends unavailable may have been made`(
    _ statuses: [Int], _ mayHaveActed: Bool
  ) async throws {
    for (index, status) in statuses.enumerated() {
      let isLast = index == statuses.count - 1
      try server.fault(["status": .number(String(status))], times: isLast ? nil : 1)
    }
    let error = await refusal { () async throws(EmbeddableError) in
      try await client.createEnvironment("e", [DataSource("a", "b")])
    }
    #expect(error?.mayHaveActed == mayHaveActed, "\(String(describing: error))")
  }

  @Test func `the page of a gateway is no test that failed`() async throws {
    for (fault, cause) in [
      (["status": 405, "body": "<html>"], nil), (["status": 421], nil),
      (["status": 400, "body": "<html>"], nil), (["status": 502, "body": "<html>"], nil),
      (["status": 400, "body": #"{"errorMessage":"no such user"}"#], "no such user"),
      (["status": 500, "body": #"{"errorMessage":"no such user"}"#], "no such user"),
      (["status": 400], "status 400"),
    ] as [(JSONValue, String?)] {
      try server.fault(fault, times: 1)
      var verdict: TestVerdict?
      let error = await refusal { () async throws(EmbeddableError) in
        verdict = try await client.testConnection("c", hiding: Redaction([]))
      }
      #expect(verdict == cause.map { .failed(cause: $0) }, "\(fault)")
      #expect((error == nil) == (cause != nil), "\(fault)")
    }
  }

  @Test func `the time that busy answers take is a part of the waiting`() async throws {
    try server.fault(["status": 429, "latency": 400])
    let error = await refusal { () async throws(EmbeddableError) in
      _ = try await client.connectionNames()
    }
    guard case .busy? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try server.count("requests") <= 3)
  }

  @Test func `a server that is busy and says at once is not asked at once`() async throws {
    try server.fault(["status": 429, "retryAfter": "0"])
    let patient = EmbeddableClient(
      try Courier(), base: server.url, key: ClientTests.secret("test-key"),
      patience: Patience(budget: .seconds(2), first: .milliseconds(500)))
    _ = await refusal { () async throws(EmbeddableError) in
      _ = try await patient.connectionNames()
    }
    #expect(try server.count("requests") <= 3)
  }

  @Test func `what others call a data source is sent as it is`() {
    let body = EnvironmentBody.make(name: nil, [DataSource("a\u{7}\"b\\", "ü")])
    #expect(
      body.text
        == #"{"datasources":[{"data_source":"a\u0007\"b\\","connection":"ü"}]}"#)
  }
}
