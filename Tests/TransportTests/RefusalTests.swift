import Sealing
import TestSupport
import Testing
import Transport

@Suite struct RefusalTests {
  @Test(arguments: [
    "", "127.0.0.1", "https://", "https:///path", "/path", "ftp://127.0.0.1/", "file:///etc/passwd",
    "https://user@127.0.0.1/", "https://user:word@127.0.0.1/", "http://127.0.0.1:99999/",
    "https://127.0.0.1/a b", "https://127.0.0.1/a\r\nX: y", "https://127.0.0.1/a\u{0}b",
    "https://127.0.0.1/ä", "https://127.0.0.1/a#b", "https://127.0.0.1/{a}",
    "https://127.0.0.1\\@x",
    " https://127.0.0.1/", "https://[::1/", "javascript://127.0.0.1/",
    "https://127.0.0.1/" + String(repeating: "a", count: 20_000),
  ])
  func `an address that cannot be meant is refused`(_ url: String) async throws {
    let failure = await (try Courier()).failure(Request(.get, url, security: .plain))
    guard case .badAddress = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.message.contains("word") == false)
  }

  @Test func `an unencrypted address is refused unless it was allowed, also on loopback`()
    async throws
  {
    let server = try Server()
    defer { server.stop() }
    let courier = try Courier()
    let failure = await courier.failure(Request(.get, server.url()))
    #expect(failure == .forbiddenPlain(host: "127.0.0.1"))
    #expect(
      await courier.failure(Request(.get, "HTTP://localhost:\(server.port)/"))
        == .forbiddenPlain(host: "localhost"))
    #expect(server.connections == 0)
    #expect(try await courier.send(.plain(.get, server.url())).status == 200)
  }

  @Test(arguments: [
    Header("X-A", "b\r\nX-Injected: c"), Header("X-A", "b\nc"), Header("X-A", "b\rc"),
    Header("X-A", "b\u{0}c"), Header("X-A", "b\u{7F}"),
    Header("X-A", Secret(text: "b\r\nX-Injected: c")), Header("X-A", Secret(text: "b\u{0}c")),
    Header("X-A", prefix: "b\n", Secret(text: "c")),
    Header("", "b"), Header("X-A:", "b"), Header("X A", "b"), Header("X-A\r\nX-Injected", "b"),
    Header("X-Ä", "b"),
    Header("Content-Length", "1"), Header("transfer-encoding", "chunked"), Header("HOST", "other"),
    Header("Expect", "100-continue"), Header("Connection", "close"),
  ])
  func `a header that would say more than it should is refused`(_ header: Header) async throws {
    let server = try Server()
    defer { server.stop() }
    let failure = await (try Courier()).failure(
      .plain(.post, server.url(), headers: [Header("X-Good", "fine"), header], body: "text"))
    guard case .badHeader = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.message.contains("\n") == false)
    #expect(server.connections == 0)
  }

  @Test(arguments: [
    "127.0.0.1:8080", "ftp://127.0.0.1", "http://user:word@127.0.0.1:1", "http://a b", "",
  ])
  func `a proxy that cannot be meant is refused`(_ proxy: String) {
    let failure = #expect(throws: TransportError.self) {
      _ = try Courier(Courier.Settings(proxy: proxy))
    }
    guard case .badSetting = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.message.contains("word") == false)
  }

  @Test func `nothing prints the secrets of a request`() {
    let request = Request(
      .post, "https://127.0.0.1/",
      headers: [Header("A", prefix: "Bearer ", Secret(text: "hidden"))],
      body: Secret(text: "hidden"))
    var shown = "\(request)"
    dump(request, to: &shown)
    #expect(!shown.contains("hidden"))
  }
}
