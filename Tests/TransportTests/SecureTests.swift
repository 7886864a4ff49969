import Foundation
import Sealing
import TestSupport
import Testing
import Transport

@Suite struct SecureTests {
  private func server(
    for host: String = "127.0.0.1", speaking protocols: [String] = ["h2", "http/1.1"]
  ) async throws -> (SecureServer, Courier) {
    let server = try await SecureServer.start(for: host, speaking: protocols)
    return (server, try Courier(Courier.Settings(caFile: server.authority.file)))
  }

  @Test func `a certificate of a trusted authority is accepted, of an unknown one refused`()
    async throws
  {
    let (server, courier) = try await server()
    defer { server.stop() }
    let request = Request(.post, server.url(), body: Secret(text: "text"))
    #expect(try await courier.send(request).status == 200)
    let failure = await (try Courier()).failure(request)
    guard case .tls("127.0.0.1", let cause) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(cause.contains("certificate"))
    #expect(failure?.mayHaveActed == false)
  }

  @Test func `a handle goes from https to http and back`() async throws {
    let (server, courier) = try await server()
    let plain = try Server()
    defer {
      server.stop()
      plain.stop()
    }
    for request in [Request(.get, server.url()), .plain(.get, plain.url())] {
      for _ in 0..<2 { #expect(try await courier.send(request).status == 200) }
    }
    #expect(try await courier.send(Request(.get, server.url())).status == 200)
  }

  @Test func `a certificate for another host is refused, also where http was allowed`() async throws
  {
    let (server, courier) = try await server(for: "other.example")
    defer { server.stop() }
    for security in [Security.verified, .plain] {
      let failure = await courier.failure(Request(.get, server.url(), security: security))
      guard case .tls("127.0.0.1", _) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
    }
  }

  @Test func `many requests share one connection of HTTP 2`() async throws {
    let (server, courier) = try await server()
    defer { server.stop() }
    let outcomes = await courier.sendAll(
      (0..<100).map { Request(.post, server.url(), body: Secret(text: "<\($0)>")) })
    let texts = try outcomes.map { try $0.get().body.text }
    #expect(texts.allSatisfy { $0.hasPrefix("h2 1 ") })
    #expect(texts.enumerated().allSatisfy { $1.hasSuffix(" <\($0)>") })
    // A change that libcurl might send again has a connection of its own here, too.
    #expect(try await courier.send(Request(.delete, server.url())).body.text.hasPrefix("h2 2 "))
  }

  @Test func `a large body goes over HTTP 2`() async throws {
    let (server, courier) = try await server()
    defer { server.stop() }
    let body = Secret(text: String(repeating: "x", count: 1 << 20))
    let answer = try await courier.send(Request(.put, server.url(), body: body))
    #expect(answer.body.text == "h2 1 1 " + String(repeating: "x", count: 64))
  }

  @Test func `a server without HTTP 2 is spoken to all the same`() async throws {
    let (server, courier) = try await server(speaking: ["http/1.1"])
    defer { server.stop() }
    for turn in 1...3 {
      let answer = try await courier.send(
        Request(.post, server.url(), body: Secret(text: "text")))
      #expect(answer.body.text == "h1 1 \(turn) text")
    }
  }

  @Test func `both versions of HTTP are offered, and no old TLS`() async throws {
    let server = try Server(.listen)
    defer { server.stop() }
    _ = await (try Courier()).failure(
      Request(
        .get, "https://127.0.0.1:\(server.port)/", limits: Limits(connect: .milliseconds(100))))
    let hello = server.first
    #expect(hello.firstRange(of: Array("\u{2}h2\u{8}http/1.1".utf8)) != nil)
    // The extension of versions: 1.3 and 1.2, nothing else.
    #expect(hello.firstRange(of: [0, 43, 0, 5, 4, 3, 4, 3, 3] as [UInt8]) != nil)
  }

  @Test func `a server that speaks no TLS is not trusted`() async throws {
    let server = try Server { _ in [.ok()] }
    defer { server.stop() }
    let talker = try Server(.close)
    defer { talker.stop() }
    let courier = try Courier()
    let failure = await courier.failure(Request(.get, "https://127.0.0.1:\(talker.port)/"))
    guard case .tls = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.mayHaveActed == false)
  }

  @Test func `a file of authorities that is not there is told`() async throws {
    let server = try Server(.listen)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let courier = try Courier(Courier.Settings(caFile: folder.file("missing.pem")))
    let failure = await courier.failure(Request(.get, "https://127.0.0.1:\(server.port)/"))
    guard case .tls = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }
}
