import Sealing
import TestSupport
import Testing
import Transport

@Suite struct CancelTests {
  @Test func `ends a request on its way and lets go of its body`() async throws {
    let server = try Server { _ in [.hang] }
    defer { server.stop() }
    let courier = try Courier()
    let task = Task {
      let body = Secret(text: "body")
      let failure = await courier.failure(
        Request(.post, server.url(), body: body, security: .plain))
      return (failure, Weak(body))
    }
    #expect(try await eventually { server.requests.count == 1 })
    task.cancel()
    let (failure, body) = await task.value
    #expect(failure == .cancelled(sent: true))
    #expect(failure?.mayHaveActed == true)
    // What is left of the order belongs to nobody but the loop, which ends it at its leisure.
    courier.stop()
    #expect(body.secret == nil)
  }

  @Test func `a task that is cancelled already sends nothing`() async throws {
    let server = try Server()
    defer { server.stop() }
    let courier = try Courier()
    for _ in 0..<100 {
      let failure = await Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return await courier.failure(.plain(.post, server.url(), body: "text"))
      }.value
      #expect(failure == .cancelled(sent: false))
    }
    #expect(server.requests.isEmpty)
  }

  @Test func `one that waits for its turn is never sent`() async throws {
    let server = try Server { $0.line.contains("first") ? [.hang] : [.ok()] }
    defer { server.stop() }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 1))
    let first = Task { await courier.failure(.plain(.get, server.url("/first"))) }
    #expect(try await eventually { server.requests.count == 1 })
    let others = (0..<20).map { _ in
      Task { await courier.failure(.plain(.delete, server.url("/second"))) }
    }
    for task in others { task.cancel() }
    for task in others { #expect(await task.value == .cancelled(sent: false)) }
    first.cancel()
    #expect(await first.value == .cancelled(sent: true))
    #expect(try await courier.send(.plain(.get, server.url("/third"))).status == 200)
    #expect(server.requests.map(\.line) == ["GET /first HTTP/1.1", "GET /third HTTP/1.1"])
  }

  @Test func `each of many that are cancelled at any moment ends once`() async throws {
    let server = try Server()
    defer { server.stop() }
    let courier = try Courier()
    let tasks = (0..<300).map { number in
      Task { await courier.failure(.plain(.post, server.url(), body: "\(number)")) }
    }
    for (number, task) in tasks.enumerated() where number % 3 != 0 {
      if number % 16 == 0 { await Task.yield() }
      task.cancel()
    }
    for (number, task) in tasks.enumerated() {
      switch await task.value {
      case nil,
        .cancelled where number % 3 != 0:
        break
      case let other: Issue.record("\(String(describing: other))")
      }
    }
    let bodies = server.requests.map(\.text)
    #expect(Set(bodies).count == bodies.count)
    #expect(bodies.count { Int($0).map { $0 % 3 == 0 } == true } == 100)
  }

  @Test func `stopping ends what is on its way and refuses what comes`() async throws {
    let server = try Server { _ in [.hang] }
    defer { server.stop() }
    let courier = try Courier(Courier.Settings(connectionsPerHost: 1))
    let tasks = (0..<3).map { _ in Task { await courier.failure(.plain(.get, server.url())) } }
    #expect(try await eventually { server.requests.count == 1 })
    courier.stop()
    var failures: [TransportError?] = []
    for task in tasks { failures.append(await task.value) }
    #expect(failures.count { $0 == .stopped(sent: true) } == 1)
    #expect(failures.count { $0 == .stopped(sent: false) } == 2)
    #expect(await courier.failure(.plain(.get, server.url())) == .stopped(sent: false))
    courier.stop()
  }

  private struct Weak: Sendable {
    weak let secret: Secret?
    init(_ secret: Secret) { self.secret = secret }
  }
}
