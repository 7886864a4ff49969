import Foundation
import Sandboxing
import Serving
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPServerTests {
  /// Answers with what was asked.
  private static func echo(_ request: HTTPRequest) -> HTTPReply {
    let lines = [
      request.method, request.path, request.segments.joined(separator: "|"),
      request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|"),
      request.header("x-own") ?? "-", request.isTooLarge ? "too large" : "fits",
    ]
    return HTTPReply(
      status: 200, headers: [.init("X-Answer", "yes")],
      body: Array((lines.joined(separator: "\n") + "\n").utf8) + request.body)
  }

  @Test func `hands over all of a request and sends all of an answer`() throws {
    let server = try HTTPServer { Self.echo($0) }
    let reply = try LoopbackClient(port: server.port).ask(
      "PUT", "/a%2Fb/%C3%BC?x=1&y=a%20b+c&z", ["k": "v"], headers: ["X-Own: mine"])
    #expect(reply.status == 200)
    #expect(reply.header("x-answer") == "yes")
    let lines = String(decoding: reply.body, as: UTF8.self).split(separator: "\n")
    #expect(
      lines == [
        "PUT", "/a%2Fb/%C3%BC", "a/b|ü", "x=1|y=a b c|z=", "mine", "fits", #"{"k":"v"}"#,
      ])
    withExtendedLifetime(server) {}
  }

  @Test func `answers one request after another on one connection`() throws {
    let server = try HTTPServer { Self.echo($0) }
    let request = "GET /%d HTTP/1.1\r\nHost: x\r\n%@\r\n"
    let reply = try LoopbackClient(port: server.port).send(
      Array(
        (String(format: request, 1, "") + String(format: request, 2, "Connection: close\r\n")).utf8)
    )
    let text = reply.head + String(decoding: reply.body, as: UTF8.self)
    #expect(text.contains("/1\n") && text.contains("/2\n"))
    withExtendedLifetime(server) {}
  }

  @Test func `reads too large a body to its end, but does not keep it`() throws {
    var limits = HTTPServer.Limits()
    limits.body = 1_000
    let server = try HTTPServer(limits: limits) { Self.echo($0) }
    let client = LoopbackClient(port: server.port)
    let fits = try client.ask("POST", "/", .string(String(repeating: "x", count: 998)))
    #expect(String(decoding: fits.body, as: UTF8.self).contains("fits\n\"xxx"))
    let large = try client.ask("POST", "/", .string(String(repeating: "x", count: 999)))
    #expect(String(decoding: large.body, as: UTF8.self).hasSuffix("too large\n"))
    let huge = try client.ask("POST", "/", .string(String(repeating: "x", count: 5_000_000)))
    #expect(String(decoding: huge.body, as: UTF8.self).hasSuffix("too large\n"))
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [HTTPReply.Delivery.dropped, .half, .slow(milliseconds: 5), .whole])
  func `delivers as badly as it is told`(_ delivery: HTTPReply.Delivery) throws {
    let server = try HTTPServer { _ in
      HTTPReply(status: 201, body: Array("0123456789".utf8), delivery: delivery)
    }
    let begun = ContinuousClock.now
    let reply = try LoopbackClient(port: server.port).ask("GET", "/")
    let body = String(decoding: reply.body, as: UTF8.self)
    switch delivery {
    case .dropped: #expect(reply.status == 0)
    case .half:
      #expect(body == "01234")
      #expect(reply.header("Content-Length") == "10")
    case .slow:
      #expect(body == "0123456789")
      #expect(ContinuousClock.now - begun >= .milliseconds(50))
    case .whole: #expect(reply.status == 201 && body == "0123456789")
    }
    withExtendedLifetime(server) {}
  }

  @Test func `serves others while one answer takes its time`() throws {
    let held = DispatchSemaphore(value: 0)
    let server = try HTTPServer { request in
      if request.path == "/slow" { held.wait() }
      return HTTPReply(status: 200)
    }
    let client = LoopbackClient(port: server.port)
    let statuses = inParallel(2) { number in
      guard number == 1 else { return (try? client.ask("GET", "/slow"))?.status }
      let status = (try? client.ask("GET", "/fast"))?.status
      held.signal()
      return status
    }
    #expect(statuses == [200, 200])
    withExtendedLifetime(server) {}
  }

  @Test func `listens on loopback only, and tells who wants the same port`() throws {
    let server = try HTTPServer { _ in HTTPReply(status: 200) }
    #expect(throws: ServingError.cannotListen(port: server.port)) {
      _ = try HTTPServer(port: server.port) { _ in HTTPReply(status: 200) }
    }
    let listeners = try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8)
    let ours = listeners.split(separator: "\n").filter {
      $0.contains(String(format: ":%04X ", server.port)) && $0.contains(" 0A ")
    }
    #expect(!ours.isEmpty)
    #expect(ours.allSatisfy { $0.contains(" 0100007F:") })
    withExtendedLifetime(server) {}
  }

  @Test func `survives what is no request`() throws {
    let server = try HTTPServer { Self.echo($0) }
    let client = LoopbackClient(port: server.port)
    for text in ["\r\n\r\n", "nonsense\r\n\r\n", "GET / HTTP/9\r\n\r\n", "\u{0}\u{1}\r\n\r\n"] {
      _ = try client.send(Array((text + "GET / HTTP/1.0\r\n\r\n").utf8))
    }
    #expect(try client.ask("GET", "/alive").status == 200)
    withExtendedLifetime(server) {}
  }
}
