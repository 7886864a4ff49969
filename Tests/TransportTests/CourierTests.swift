import Foundation
import Glibc
import Sealing
import TestSupport
import Testing
import Transport

@Suite struct CourierTests {
  @Test func `brings back status, headers and body`() async throws {
    let server = try Server { _ in
      [
        .ok(
          "one two", status: 503,
          headers: [
            "Retry-After:  17 ", "Content-Type: text/plain", "DATE: Sat, 21 Nov 2026 07:00:00 GMT",
            "Set-Cookie: session=hidden", "X-Odd: a\u{1B}[2Jb",
          ])
      ]
    }
    defer { server.stop() }
    let answer = try await Courier().send(.plain(.get, server.url()))
    #expect(answer.status == 503)
    #expect(answer.body.text == "one two")
    #expect(answer.headers.retryAfter == "17")
    #expect(answer.headers.contentType == "text/plain")
    #expect(answer.headers.date == "Sat, 21 Nov 2026 07:00:00 GMT")
    #expect(answer.headers["x-odd"] == "a[2Jb")
    #expect(answer.headers["set-cookie"] == nil)
    #expect(answer.headers.location == nil)
    #expect(answer.elapsed > .zero)
  }

  @Test func `sends what it was given and little else`() async throws {
    let server = try Server()
    defer { server.stop() }
    let headers = [
      Header("Authorization", prefix: "Bearer ", Secret(text: "tok-123")),
      Header("X-Plain", "a: b; c"), Header("X-Empty", ""),
    ]
    let courier = try Courier()
    _ = try await courier.send(
      .plain(.post, server.url("/a/../b?c=%20d"), headers: headers, body: "{\"a\":1}"))
    let seen = try #require(server.requests.first)
    #expect(seen.line == "POST /a/../b?c=%20d HTTP/1.1")
    #expect(seen.text == "{\"a\":1}")
    #expect(seen.values("authorization") == ["Bearer tok-123"])
    #expect(seen.values("x-plain") == ["a: b; c"])
    #expect(seen.values("x-empty") == [""])
    #expect(seen.values("content-length") == ["7"])
    #expect(seen.values("user-agent") == ["coffer"])
    for absent in ["expect", "content-type", "accept-encoding", "cookie", "transfer-encoding"] {
      #expect(seen.values(absent) == [], "\(absent)")
    }
    #expect(seen.head.split(separator: "\r\n").count == 8)
  }

  @Test(arguments: Transport.Method.allCases)
  func `asks by each method, with and without a body`(_ method: Transport.Method) async throws {
    let server = try Server()
    defer { server.stop() }
    let courier = try Courier()
    for body in [nil, "", "text", nil] {
      _ = try await courier.send(.plain(method, server.url(), body: body))
    }
    #expect(
      server.requests.map(\.line) == Array(repeating: "\(method.rawValue) / HTTP/1.1", count: 4))
    #expect(server.requests.map(\.text) == ["", "", "text", ""])
    #expect(method.changes == (method != .get))
  }

  @Test func `sends and brings back what is large`() async throws {
    let server = try Server { seen in [.ok(seen.text)] }
    defer { server.stop() }
    // Above a megabyte libcurl would like to ask for permission first.
    let text = String(repeating: "abcdefghijk", count: 100_000)
    let answer = try await Courier().send(
      .plain(.put, server.url(), body: text, limits: Limits(answer: 2 << 20)))
    #expect(answer.body.text == text)
    #expect(server.requests.first?.values("expect") == [])
  }

  @Test func `carries many at once over few connections`() async throws {
    let server = try Server { seen in [.ok(seen.text)] }
    defer { server.stop() }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 4))
    let outcomes = await courier.sendAll(
      (0..<400).map { .plain(.post, server.url(), body: "number \($0)") })
    #expect(try outcomes.map { try $0.get().body.text } == (0..<400).map { "number \($0)" })
    #expect(server.requests.count == 400)
    #expect((1...4).contains(server.connections))
  }

  @Test func `one server that hangs holds up no other`() async throws {
    let stuck = try Server { _ in [.hang] }
    let quick = try Server()
    defer {
      stuck.stop()
      quick.stop()
    }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 2))
    let waiting = Task {
      await courier.sendAll(Array(repeating: .plain(.get, stuck.url()), count: 8))
    }
    #expect(try await eventually { stuck.requests.count == 2 })
    let outcomes = await courier.sendAll(Array(repeating: .plain(.get, quick.url()), count: 50))
    #expect(try outcomes.map { try $0.get().status } == Array(repeating: 200, count: 50))
    #expect(stuck.requests.count == 2)
    waiting.cancel()
    #expect(await waiting.value.count == 8)
  }

  @Test(arguments: [301, 302, 307, 308])
  func `a redirect is an answer`(_ status: Int) async throws {
    let server = try Server { _ in
      [.ok(status: status, headers: ["Location: /elsewhere", "Set-Cookie: a=b; Path=/"])]
    }
    defer { server.stop() }
    let courier = try Courier()
    for _ in 0..<2 {
      let answer = try await courier.send(.plain(.get, server.url()))
      #expect(answer.status == status && answer.headers.location == "/elsewhere")
    }
    #expect(server.requests.map(\.line) == ["GET / HTTP/1.1", "GET / HTTP/1.1"])
    #expect(server.requests.allSatisfy { $0.values("cookie").isEmpty })
  }

  @Test func `an interim answer is not the answer`() async throws {
    let server = try Server { _ in
      [.send("HTTP/1.1 103 Early\r\nRetry-After: 1\r\n\r\n"), .ok("late", headers: ["X-A: b"])]
    }
    defer { server.stop() }
    let answer = try await Courier().send(.plain(.get, server.url()))
    #expect(answer.status == 200 && answer.body.text == "late")
    #expect(answer.headers.retryAfter == nil && answer.headers["X-a"] == "b")
  }

  @Test func `takes nothing from the environment`() async throws {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try Data("machine 127.0.0.1 login somebody password hidden\n".utf8)
        .write(to: URL(filePath: folder.file(".netrc")))
      for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTPS_PROXY"] {
        unsafe setenv(name, "http://127.0.0.1:\(try Server.deadPort())", 1)
      }
      unsafe setenv("no_proxy", "127.0.0.1", 1)
      unsafe setenv("HOME", folder.path, 1)
      let server = try Server()
      defer { server.stop() }
      // Not even what stays out of the proxy comes from there.
      let proxied = try Courier(Courier.Settings(proxy: "http://127.0.0.1:\(server.port)"))
      #expect(try await proxied.send(.plain(.get, "http://127.0.0.1:1/there")).status == 200)
      unsafe unsetenv("no_proxy")
      #expect(try await Courier().send(.plain(.get, server.url("/here"))).status == 200)
      #expect(
        server.requests.map(\.line) == [
          "GET http://127.0.0.1:1/there HTTP/1.1", "GET /here HTTP/1.1",
        ])
      #expect(server.requests.allSatisfy { $0.values("authorization").isEmpty })
    }
  }
}
