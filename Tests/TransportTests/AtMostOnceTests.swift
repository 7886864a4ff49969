import Sealing
import TestSupport
import Testing
import Transport

@Suite struct AtMostOnceTests {
  /// Answers the first request on a connection and closes at the second, which it has read whole.
  private static func killer() throws -> Server {
    try Server { $0.turn == 1 ? [.ok()] : [.close] }
  }

  @Test(arguments: [Transport.Method.post, .put, .delete], ["some text", "", nil])
  func `a change on a kept connection that dies is not sent again`(
    _ method: Transport.Method, _ body: String?
  ) async throws {
    let server = try Self.killer()
    defer { server.stop() }
    let courier = try Courier()
    _ = try await courier.send(.plain(.get, server.url("/warm")))
    let failure = await courier.failure(.plain(method, server.url("/change"), body: body))
    let changes = server.requests.filter { $0.line.contains("/change") }
    #expect(changes.count == 1)
    if body?.isEmpty == false {
      // It went over the kept connection, where only a second sending could have helped.
      #expect(changes.first?.connection == 1)
      #expect(failure?.mayHaveActed == true)
      #expect(failure?.message.contains("a change is not sent twice") == true)
    } else {
      #expect(server.connections == 2)
      #expect(failure == nil)
    }
  }

  @Test(arguments: [Transport.Method.post, .put, .delete])
  func `a change whose new connection dies is not sent again either`(
    _ method: Transport.Method
  ) async throws {
    let server = try Server { _ in [.close] }
    defer { server.stop() }
    let courier = try Courier()
    for body in [nil, "some text"] {
      let failure = await courier.failure(.plain(method, server.url(), body: body))
      guard case .broken(sent: true, _) = failure else {
        Issue.record("\(String(describing: failure))")
        continue
      }
    }
    #expect(server.requests.count == 2)
  }

  @Test func `a question is asked again`() async throws {
    let server = try Self.killer()
    defer { server.stop() }
    let courier = try Courier()
    for _ in 0..<2 { #expect(try await courier.send(.plain(.get, server.url())).status == 200) }
    #expect(server.requests.count == 3 && server.connections == 2)
  }

  @Test func `what may be asked twice goes over a kept connection, and again where that dies`()
    async throws
  {
    let server = try Self.killer()
    defer { server.stop() }
    let courier = try Courier()
    _ = try await courier.send(.plain(.get, server.url("/warm")))
    var request = Request.plain(.post, server.url("/test"))
    request.isRepeatable = true
    #expect(try await courier.send(request).status == 200)
    let tests = server.requests.filter { $0.line.contains("/test") }
    #expect(tests.map(\.connection) == [1, 2])
  }

  @Test func `a handle forgets that its last request wanted a connection of its own`() async throws
  {
    let server = try Server()
    defer { server.stop() }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 1))
    for method in [Transport.Method.delete, .get, .get] {
      _ = try await courier.send(.plain(method, server.url()))
    }
    _ = try await courier.send(.plain(.post, server.url(), body: "text"))
    #expect(server.requests.count == 4 && server.connections == 1)
  }
}
