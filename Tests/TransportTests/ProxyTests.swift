import Sealing
import TestSupport
import Testing
import Transport

@Suite struct ProxyTests {
  private let token = Header("Authorization", prefix: "Bearer ", Secret(text: "tok-123"))

  private func courier(by proxy: Server, noProxy: String? = nil) throws -> Courier {
    try Courier(
      Courier.Settings(proxy: "http://127.0.0.1:\(proxy.port)", noProxy: noProxy))
  }

  @Test func `a proxy is told where to connect and nothing that is meant for the server`()
    async throws
  {
    let proxy = try Server { _ in [.ok(status: 403)] }
    defer { proxy.stop() }
    let failure = await (try courier(by: proxy)).failure(
      Request(.post, "https://far.example:444/path", headers: [token], body: Secret(text: "text")))
    let seen = try #require(proxy.requests.first)
    #expect(seen.line == "CONNECT far.example:444 HTTP/1.1")
    #expect(!seen.head.contains("tok-123") && !seen.head.contains("/path"))
    #expect(
      failure == .unreachable(host: "far.example", cause: "the proxy refused with status 403"))
    #expect(failure?.mayHaveActed == false)
  }

  @Test(arguments: [
    [Server.Step.hang], [.send("HTTP/1.1 200 Connected\r\n\r\n"), .hang],
  ])
  func `a proxy that hangs has sent nothing on`(_ steps: [Server.Step]) async throws {
    let proxy = try Server { _ in steps }
    defer { proxy.stop() }
    let failure = await (try courier(by: proxy)).failure(
      Request(
        .post, "https://far.example/", body: Secret(text: "text"),
        limits: Limits(total: .milliseconds(100))))
    #expect(failure == .timedOut(sent: false))
    #expect(proxy.requests.count == 1)
  }

  @Test func `some hosts are reached without the proxy`() async throws {
    let proxy = try Server { _ in [.ok("by proxy")] }
    let server = try Server { _ in [.ok("directly")] }
    defer {
      proxy.stop()
      server.stop()
    }
    let request = Request.plain(.get, server.url())
    #expect(try await courier(by: proxy).send(request).body.text == "by proxy")
    let direct = try courier(by: proxy, noProxy: "other.example,127.0.0.1")
    #expect(try await direct.send(request).body.text == "directly")
  }
}
