import Foundation
import Host
import Messages
import Sealing
import Testing

@Suite(.timeLimit(.minutes(10))) struct SessionTests {
  @Test func `stays when the conversation that opened it has ended`() async throws {
    let place = try await Place()
    let agent = try await place.open()
    let call = StartSession(scope: .full, idleSeconds: 600, totalSeconds: 3600)
    let started = try await agent.client.ask(call)
    #expect(started.scope == .full && started.slot == "file" && started.id.count == 8)
    #expect(started.process == getpid() && started.isMemoryLocked == LockedMemory.isLocked)
    await agent.client.hangUp()
    let client = try place.join()
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    #expect(try await client.ask(ListProfiles(SelectorInput())).profiles.count == 1)
    let status = try await client.ask(AskSession())
    #expect(status.id == started.id && (500...600).contains(status.idleSecondsLeft))
    #expect(status.totalSecondsLeft > 3500)
    _ = try await client.ask(EndSession())
    await agent.life.value
    #expect(!Files.exists(try place.socket))
  }

  @Test func `is written into the record with its end and its id`() async throws {
    let place = try await Place()
    let agent = try await place.session(.use)
    let id = try await place.join().ask(AskSession()).id
    _ = try await place.join().ask(EndSession())
    await agent.life.value
    let events = try await place.events()
    let ours = events.filter { $0.action.hasPrefix("session.") }
    #expect(ours.map(\.action) == ["session.opened", "session.ended"])
    #expect(ours.allSatisfy { $0.values("session") == [id] && $0.values("slot") == ["file"] })
    #expect(ours.last?.values("cause") == ["asked to end"])
    #expect(ours.first?.values("program") == ["tests"])
  }

  @Test func `ends by itself when nobody uses it`() async throws {
    let place = try await Place()
    let agent = try await place.session(.full, idle: 1)
    let begun = ContinuousClock.now
    await agent.life.value
    #expect(ContinuousClock.now - begun < .seconds(120))
    #expect(throws: HostError.self) { _ = try place.join() }
    let ends = try await place.events().filter { $0.action == "session.ended" }
    #expect(ends.map { $0.values("cause") } == [["nobody used it for too long"]])
  }

  @Test func `use renews the idle time but not the whole`() async throws {
    let place = try await Place()
    let time = HandClock()
    let agent = try await place.session(.full, idle: 60, total: 150, clock: time.clock)
    let client = try place.join()
    for _ in 0..<2 {
      time.advance(.seconds(50))
      _ = try await client.ask(ListProfiles(SelectorInput()))
    }
    #expect(try await client.ask(AskSession()).idleSecondsLeft == 50)
    time.advance(.seconds(50))
    let refusal = await client.refusal(of: ListProfiles(SelectorInput()))
    #expect(refusal?.code == Failure.ended && refusal?.status == .locked)
    await agent.life.value
  }

  @Test func `a clock set back neither prolongs it nor breaks the record`() async throws {
    let place = try await Place()
    let time = HandClock()
    let agent = try await place.session(.full, idle: 60, clock: time.clock)
    let client = try place.join()
    _ = try await client.ask(AddProfile.sample("first"), [.of("one")])
    time.set(wall: 1_000_000_000_000)
    _ = try await client.ask(AddProfile.sample("second"), [.of("two")])
    _ = try await client.ask(RemoveProfiles(names: ["first"]))
    #expect(try await client.ask(VerifyAudit()).profiles == 2)
    let events = try await client.ask(AskAuditLog(limit: 3)).events
    #expect(events.map(\.action).last == "profile.added")
    #expect(events.allSatisfy { $0.time == 1_000_000_000_000 })
    time.advance(.seconds(61))
    #expect(await client.refusal(of: AskSession())?.code == Failure.ended)
    await agent.life.value
  }

  @Test func `makes way for the next one`() async throws {
    let place = try await Place()
    let first = try await place.session(.use)
    let second = try await place.session(.full)
    await first.life.value
    #expect(try await place.join().ask(AskSession()).scope == .full)
    _ = try await place.join().ask(EndSession())
    await second.life.value
  }

  @Test func `takes the place of one that was killed`() async throws {
    let place = try await Place()
    // A socket on which nobody listens any more.
    _ = try LocalSocket.listen(at: try place.socket)
    let agent = try await place.session(.use)
    #expect(try await place.join().ask(AskSession()).scope == .use)
    _ = try await place.join().ask(EndSession())
    await agent.life.value
  }

  @Test func `ends when its socket was taken away, for nobody could end it any more`() async throws
  {
    let place = try await Place()
    let agent = try await place.session(.full)
    try FileManager.default.removeItem(atPath: try place.socket)
    await agent.life.value
    let ends = try await place.events().filter { $0.action == "session.ended" }
    #expect(ends.map { $0.values("cause") } == [["its socket was taken away"]])
  }

  @Test(arguments: [(0, 10), (20, 10), (10, 8 * 24 * 3600), (-1, 5)]) func `refuses times`(
    idle: Int, total: Int
  ) async throws {
    let place = try await Place()
    let client = try await place.open().client
    let call = StartSession(scope: .use, idleSeconds: idle, totalSeconds: total)
    #expect(await client.refusal(of: call)?.status == .invalid)
    #expect(!Files.exists(try place.socket))
  }

  @Test func `ends when the vault key was renewed elsewhere`() async throws {
    let place = try await Place()
    let session = try await place.session(.full)
    let client = try place.join()
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    let other = try await place.open().client
    #expect(try await other.ask(RotateVaultKey()).epoch == 2)
    let refusal = await client.refusal(of: AddProfile.sample("late"), [.of("two")])
    #expect(refusal?.code == Failure.ended && refusal?.status == .locked)
    await session.life.value
    #expect(try await place.names() == ["acme"])
  }

  @Test func `goes on when it renews the vault key itself`() async throws {
    let place = try await Place()
    let session = try await place.session(.full)
    let client = try place.join()
    _ = try await client.ask(RotateVaultKey())
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    _ = try await client.ask(EndSession())
    await session.life.value
    #expect(try await place.names() == ["acme"])
  }

  @Test func `makes way for a client of another version`() async throws {
    let place = try await Place()
    let session = try await place.session(.full)
    let header = #"{"version":2,"build":"9.0","claim":{},"message":{"dance":{}}}"#
    let answer = try await place.join().exchange(Frame(header: Array(header.utf8)))
    #expect(
      answer.map { String(decoding: $0.header, as: UTF8.self) }?.contains("other-version") == true)
    await session.life.value
    let ends = try await place.events().filter { $0.action == "session.ended" }
    #expect(ends.map { $0.values("cause") } == [["a program of another version asked"]])
  }
}
