import TestSupport
import Sealing
import Testing
import Transport

@Suite struct FailureTests {
  @Test func `a name that no one has is told`() async throws {
    // A label of 64 characters exists nowhere, and nobody needs to be asked for it.
    let host = String(repeating: "a", count: 64) + ".example"
    let failure = await (try Courier()).failure(Request(.get, "https://\(host)/path"))
    #expect(failure == .nameNotFound(host: host))
  }

  @Test func `a port on which nobody listens is told`() async throws {
    let port = try Server.deadPort()
    let failure = await (try Courier()).failure(.plain(.get, "http://127.0.0.1:\(port)/"))
    #expect(failure == .unreachable(host: "127.0.0.1", cause: "connection refused"))
    #expect(failure?.mayHaveActed == false)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "",
    "SSH-2.0-OpenSSH tok-123\r\n",
    "HTTP/1.1 abc tok-123\r\n\r\n", "\u{0}\u{1}\u{2}tok-123",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ntok-123\r\n",
  ])
  func `an answer that breaks off or is none may have been an act`(_ said: String) async throws {
    let server = try Server { _ in [.send(said), .close] }
    defer { server.stop() }
    let headers = [Header("Authorization", Secret(text: "tok-123"))]
    let failure = await (try Courier()).failure(
      .plain(.post, server.url(), headers: headers, body: "text"))
    guard case .broken(sent: true, let cause) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(!cause.isEmpty && !cause.contains("tok-123"))
  }

  @Test func `a server that closes at once leaves it open what it has read`() async throws {
    let server = try Server(.close)
    defer { server.stop() }
    let failure = await (try Courier()).failure(.plain(.post, server.url(), body: "text"))
    #expect(failure?.mayHaveActed == true)
  }

  @Test func `a server that closes in the middle of a large body ends nothing but the request`()
    async throws
  {
    let server = try Server(.close)
    defer { server.stop() }
    let body = String(repeating: "x", count: 4 << 20)
    for _ in 0..<5 {
      let failure = await (try Courier()).failure(.plain(.post, server.url(), body: body))
      #expect(failure?.mayHaveActed == true)
    }
  }

  @Test(arguments: [
    TransportError.badAddress("reason"), .badHeader("X-Name"), .badHeader(""),
    .badSetting("reason"),
    .forbiddenPlain(host: "host"), .cannotStart("reason"), .nameNotFound(host: "host"),
    .unreachable(host: "host", cause: "cause"), .tls(host: "host", cause: "cause"),
    .timedOut(sent: true), .timedOut(sent: false), .broken(sent: true, cause: "cause"),
    .broken(sent: false, cause: "cause"), .cancelled(sent: true), .cancelled(sent: false),
    .stopped(sent: true), .stopped(sent: false), .tooLarge(limit: 1),
  ])
  func `each failure says what happened and what to do`(_ failure: TransportError) {
    for text in [failure.message, failure.remedy] {
      #expect(text.first?.isLowercase == true && text.last != "." && text.count > 5)
    }
  }
}
