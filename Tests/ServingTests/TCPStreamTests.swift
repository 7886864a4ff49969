import Serving
import Testing

@Suite struct TCPStreamTests {
  @Test func `says why there is no connection`() throws {
    let server = try HTTPServer { _ in HTTPReply(status: 200) }
    let port = server.port
    _ = try TCPStream(to: "localhost", port: port, deadline: .now + .seconds(60))
    _ = consume server
    #expect(throws: ServingError.refused("127.0.0.1:\(port)")) {
      _ = try TCPStream(to: "127.0.0.1", port: port, deadline: .now + .seconds(60))
    }
    #expect(throws: ServingError.unknownHost("nowhere.invalid")) {
      _ = try TCPStream(to: "nowhere.invalid", port: port, deadline: .now + .seconds(60))
    }
  }

  @Test func `waits no longer than its deadline`() throws {
    let server = try HTTPServer { _ in HTTPReply(status: 200) }
    let stream = try TCPStream(
      to: "127.0.0.1", port: server.port, deadline: .now + .milliseconds(50))
    let error = #expect(throws: ServingError.self) {
      while try !stream.read().isEmpty {}
    }
    #expect(error == .timedOut)
    withExtendedLifetime(server) {}
  }
}
