import Keeping
import Messages
import Testing

/// Walks the table of messages: what each conversation may ask, as the agent itself answers it.
@Suite(.timeLimit(.minutes(10))) struct ScopeTests {
  private enum Seen: Equatable { case served, locked, denied }

  private static func seen(_ failure: Failure?) -> Seen {
    switch failure {
    case let failure? where failure.code == Failure.scopeDenied: .denied
    case let failure? where failure.message == "no vault is open in this conversation": .locked
    default: .served
    }
  }

  private static func ask(_ kind: MessageKind, _ client: Client, _ place: Place) async -> Seen {
    seen(await client.refusal(of: Probe(message: kind.sample(vault: place.vault))))
  }

  @Test(arguments: MessageKind.allCases) func `needs a key as the table says`(
    kind: MessageKind
  ) async throws {
    let place = try await Place()
    let free: [MessageKind] = [
      .facts, .create, .open, .migrate, .endSession, .stageCopy, .stagePiece, .openCopy, .checkCopy,
      .restore, .examine,
    ]
    #expect(
      await Self.ask(kind, try Agent().client, place) == (free.contains(kind) ? .served : .locked))
  }

  @Test(arguments: MessageKind.allCases) func `may be asked by who showed a key`(
    kind: MessageKind
  ) async throws {
    let place = try await Place()
    #expect(await Self.ask(kind, try await place.open().client, place) == .served)
  }

  @Test(arguments: SessionScope.allCases) func `is bounded in a session as the table says`(
    scope: SessionScope
  ) async throws {
    let place = try await Place()
    let agent = try await place.session(scope)
    let most: MessageRule.Scope = scope == .full ? .full : .use
    // Its end comes last.
    for kind in MessageKind.allCases.filter({ $0 != .endSession }) + [.endSession] {
      let seen = await Self.ask(kind, try place.join(), place)
      #expect(seen == (MessageRule.of(kind).scope <= most ? .served : .denied), "\(kind)")
    }
    await agent.life.value
    let denied = MessageKind.allCases.filter { MessageRule.of(kind: $0) > most }
    let events = try await place.events().filter { $0.action == "scope.denied" }
    #expect(events.allSatisfy { $0.outcome == "refused" })
    #expect(Set(events.flatMap { $0.values("cause") }) == Set(denied.map(\.rawValue)))
    #expect(events.count == denied.count)
  }

  @Test func `counts a flood of denials instead of writing each down`() async throws {
    let place = try await Place()
    let time = HandClock()
    let agent = try await place.session(.use, clock: time.clock)
    for round in 0..<3 {
      let client = try place.join()
      for _ in 0..<20 {
        #expect(await client.refusal(of: RotateVaultKey())?.code == Failure.scopeDenied)
      }
      if round == 1 { time.advance(.seconds(61)) }
    }
    _ = try await place.join().ask(EndSession())
    await agent.life.value
    let events = try await place.events().filter { $0.action == "scope.denied" }
    #expect(events.map { $0.values("count") } == [["1"], ["40"], ["19"]])
  }

  @Test func `a secret that was to go to a new place is written down as refused`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(AddProfile.sample("acme"), [.of("pa55")])
    var change = ChangeProfile(name: "acme")
    change.fields = [FieldInput("host", .text("evil.example"))]
    #expect(await client.refusal(of: change)?.status == .scope)
    let events = try await place.events().filter { $0.action == "scope.denied" }
    #expect(events.map { $0.values("cause") } == [["change"]])
  }

  @Test func `no path is opened for who comes over the socket of a session`() async throws {
    let place = try await Place()
    let agent = try await place.session(.full)
    let refusal = await (try place.join()).refusal(of: AskFacts(path: "/dev/null"))
    #expect(refusal?.status == .scope)
    _ = try await place.join().ask(EndSession())
    await agent.life.value
  }

  @Test func `a denied message does not keep a session alive`() async throws {
    let place = try await Place()
    let time = HandClock()
    let agent = try await place.session(.use, idle: 60, clock: time.clock)
    let client = try place.join()
    time.advance(.seconds(40))
    #expect(await client.refusal(of: RotateVaultKey())?.code == Failure.scopeDenied)
    _ = try await client.ask(AskSession())
    time.advance(.seconds(40))
    #expect(await client.refusal(of: AskSession())?.code == Failure.ended)
    await agent.life.value
  }
}

extension MessageRule {
  fileprivate static func of(kind: MessageKind) -> Scope { of(kind).scope }
}
