import Dispatch
import Keeping
import Messages
import TestSupport
import Testing

/// Locking while somebody signs in for us.
@Suite(.timeLimit(.minutes(10))) struct LockingTests {
  @Test func `who locks waits for a sign-in that is under way, until it is written down`()
    async throws
  {
    let place = try await Place()
    let agent = try await place.session(.full)
    let (asked, asks) = AsyncStream<Void>.makeStream()
    let gate = DispatchSemaphore(value: 0)
    let server = try RawServer { peer in
      peer.hearNext()
      asks.yield()
      gate.wait()
      let words = Array("SFATAL\0C28P01\0Mno such user\0\0".utf8)
      peer.say([UInt8(ascii: "E"), 0, 0, 0, UInt8(words.count + 4)] + words)
      peer.hearAll()
    }
    let trying = try place.join()
    let call = TryFields(
      type: "postgres",
      fields: [
        FieldInput("host", .text("127.0.0.1")), FieldInput("port", .text(String(server.port))),
        FieldInput("database", .text("postgres")), FieldInput("user", .text("reader")),
        FieldInput("ssl", .text("false")), FieldInput("password", .attachment(0)),
      ])
    // Its answer may be lost with the session; what was done is not.
    let tried = Task { try? await trying.ask(call, [.of("some-password")]) }
    for await _ in asked { break }
    _ = try await place.join().ask(EndSession())
    gate.signal()
    await agent.life.value
    _ = await tried.value
    let events = try await place.events().filter { $0.action == "profile.tried" }
    #expect(events.map { $0.values("verdict") } == [["refused"]])
  }
}
