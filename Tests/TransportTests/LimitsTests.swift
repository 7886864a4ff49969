import Sealing
import TestSupport
import Testing
import Transport

@Suite struct LimitsTests {
  @Test(arguments: [
    "Content-Length: 101\r\n\r\n" + String(repeating: "x", count: 101),
    "Connection: close\r\n\r\n" + String(repeating: "x", count: 101),
    "Transfer-Encoding: chunked\r\n\r\n32\r\n" + String(repeating: "x", count: 50) + "\r\n33\r\n"
      + String(repeating: "x", count: 51) + "\r\n0\r\n\r\n",
    "Content-Length: 99999999999\r\n\r\n",
  ])
  func `an answer over the limit is refused`(_ rest: String) async throws {
    let server = try Server { _ in [.send("HTTP/1.1 200 OK\r\n" + rest), .close] }
    defer { server.stop() }
    let failure = await (try Courier()).failure(
      .plain(.get, server.url(), limits: Limits(answer: 100)))
    #expect(failure == .tooLarge(limit: 100))
    #expect(failure?.mayHaveActed == true)
  }

  @Test(arguments: [0, 1, 100])
  func `an answer of just the limit is taken`(_ count: Int) async throws {
    let server = try Server { _ in [.ok(String(repeating: "x", count: count))] }
    defer { server.stop() }
    let answer = try await Courier().send(
      .plain(.get, server.url(), limits: Limits(answer: count)))
    #expect(answer.body.count == count)
  }

  @Test func `endless headers are refused`() async throws {
    let lines = String(
      repeating: "X-Filler: \(String(repeating: "y", count: 1_000))\r\n", count: 200)
    let server = try Server { _ in [.send("HTTP/1.1 200 OK\r\n" + lines), .hang] }
    defer { server.stop() }
    let failure = await (try Courier()).failure(.plain(.get, server.url()))
    #expect(failure == .tooLarge(limit: 1 << 20))
  }

  @Test(arguments: [
    [Server.Step.hang],
    [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .hang],
    [
      .send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
      .trickle(count: 1_000, every: .milliseconds(5)),
    ],
  ])
  func `an answer that does not become whole is not waited for`(_ steps: [Server.Step]) async throws
  {
    let server = try Server { _ in steps }
    defer { server.stop() }
    let limits = Limits(total: .milliseconds(120))
    let failure = await (try Courier()).failure(
      .plain(.post, server.url(), body: "text", limits: limits))
    #expect(failure == .timedOut(sent: true))
    #expect(failure?.mayHaveActed == true)
  }

  @Test func `a handshake that never ends is given up before anything is sent`() async throws {
    let server = try Server(.listen)
    defer { server.stop() }
    for limits in [Limits(connect: .milliseconds(80)), Limits(total: .milliseconds(80))] {
      let failure = await (try Courier()).failure(
        Request(.get, "https://127.0.0.1:\(server.port)/", limits: limits))
      #expect(failure == .timedOut(sent: false))
      #expect(failure?.mayHaveActed == false)
    }
  }

  @Test func `waiting for a turn does not count`() async throws {
    let server = try Server { _ in
      [
        .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"),
        .trickle(count: 4, every: .milliseconds(20)),
      ]
    }
    defer { server.stop() }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 1))
    let limits = Limits(total: .milliseconds(800))
    let outcomes = await courier.sendAll(
      Array(repeating: .plain(.get, server.url(), limits: limits), count: 12))
    #expect(try outcomes.map { try $0.get().body.text } == Array(repeating: "xxxx", count: 12))
  }
}
