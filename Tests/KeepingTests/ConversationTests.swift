import Foundation
import Host
import Messages
import Sealing
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConversationTests {
  private static func failure(_ frame: Frame?) throws -> Failure? {
    guard let frame else { return nil }
    guard
      case .failure(let failure) = try JSONDecoder().decode(
        Reply<Nothing>.self, from: Data(frame.header))
    else { return nil }
    return failure
  }

  @Test(arguments: [
    "", "{", "null", "[]", "\u{0}\u{1}", #"{"version":1}"#,
    #"{"version":1,"build":"x","claim":{},"message":{"dance":{}}}"#,
    #"{"version":"1","build":"x"}"#,
    String(repeating: "[", count: 100_000),
    #"{"version":1,"build":"x","claim":{},"message":{"list":{"_0":{}}}}"#,
  ]) func `answers what is no message, and ends`(text: String) async throws {
    let agent = try Agent()
    let reply = try await agent.client.exchange(
      Frame(header: Array(text.utf8), attachments: [.of("x")]))
    let failure = try Self.failure(reply)
    #expect(failure?.status == .unexpected)
    #expect(failure?.message == "the two programs do not understand each other")
    await agent.life.value
  }

  @Test func `tells a client of another version so`() async throws {
    let agent = try Agent()
    let header = #"{"version":2,"build":"9.0","anything":"else"}"#
    let failure = try Self.failure(
      try await agent.client.exchange(Frame(header: Array(header.utf8))))
    #expect(failure?.code == Failure.otherVersion && failure?.status == .locked)
    await agent.life.value
  }

  @Test func `a session outlives garbage and clients that vanish`() async throws {
    let place = try await Place()
    let session = try await place.session(.full)
    _ = try await place.join().exchange(Frame(header: Array("garbage".utf8)))
    for round in 0..<20 {
      let client = try place.join()
      try await client.send(AddProfile.sample("p\(round)"), [.of("secret")])
      await client.hangUp()
    }
    let client = try place.join()
    // All were heard before this one, whether or not they waited for their answer.
    let names = try await client.ask(ListProfiles(SelectorInput())).profiles.map(\.name)
    #expect(names.count == Set(names).count && names.count <= 20)
    #expect(try await client.ask(VerifyAudit()).profiles >= names.count)
    _ = try await client.ask(EndSession())
    await session.life.value
  }

  @Test func `finishes what a client that vanished has asked for, then ends`() async throws {
    let place = try await Place()
    let agent = try await place.open()
    try await agent.client.send(AddProfile.sample("acme"), [.of("secret")])
    await agent.client.hangUp()
    await agent.life.value
    let names = try await place.names()
    #expect(names == ["acme"] || names == [])
    #expect(try await place.open().client.ask(VerifyAudit()).profiles == names.count)
  }

  @Test func `two conversations see each other's changes`() async throws {
    let place = try await Place()
    let one = try await place.open().client
    let two = try await place.open().client
    for number in 0..<5 {
      _ = try await one.ask(AddProfile.sample("one-\(number)"), [.of("a")])
      _ = try await two.ask(AddProfile.sample("two-\(number)"), [.of("b")])
    }
    #expect(try await one.ask(ListProfiles(SelectorInput())).profiles.count == 10)
    #expect(
      await two.refusal(of: AddProfile.sample("one-0"), [.of("c")])?.status == .conflict)
  }

  @Test func `a private conversation goes on after the vault key was renewed`() async throws {
    let place = try await Place()
    let one = try await place.open().client
    let two = try await place.open().client
    _ = try await one.ask(AddProfile.sample("acme"), [.of("first")])
    _ = try await two.ask(RotateVaultKey())
    _ = try await one.ask(AddProfile.sample("later"), [.of("second")])
    let revealed = try await one.reveal(RevealFields(.named("acme"), fields: ["password"]))
    #expect(revealed.secrets.map(\.text) == ["first"])
    #expect(try await two.ask(VerifyAudit()).profiles == 2)
  }

  @Test func `a private conversation ends when its own key is gone`() async throws {
    let place = try await Place()
    let owner = try await place.open().client
    let code = Secret(RecoveryCode.encode(SecretBytes.random(count: 32)))
    _ = try await owner.ask(
      AddSlot(key: KeyInput(name: "paper", kind: .recovery, attachment: 0)), [code])
    let other = try Agent().client
    _ = try await other.ask(OpenVault(path: place.vault, kind: .recovery), [code])
    _ = try await owner.ask(RemoveSlot(name: "paper", renew: true))
    let refusal = await other.refusal(of: AddProfile.sample("late"), [.of("x")])
    #expect(refusal?.status == .locked && refusal?.code == Failure.ended)
    #expect(try await place.names() == [])
  }

  @Test func `forty at once all add what they came for`() async throws {
    let place = try await Place()
    let session = try await place.session(.full)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask {
          let isOwn = number.isMultiple(of: 2)
          let client = isOwn ? try await place.open().client : try place.join()
          _ = try await client.ask(AddProfile.sample("p\(number)"), [.of("secret \(number)")])
        }
      }
      try await group.waitForAll()
    }
    let client = try place.join()
    let revealed = try await client.reveal(
      RevealFields(SelectorInput(all: true), fields: ["password"]))
    #expect(Set(revealed.secrets.map(\.text)) == Set((0..<40).map { "secret \($0)" }))
    #expect(try await client.ask(VerifyAudit()).profiles == 40)
    _ = try await client.ask(EndSession())
    await session.life.value
  }

  @Test func `of many that demand a version one wins each`() async throws {
    let place = try await Place()
    _ = try await place.open().client.ask(AddProfile.sample("acme"), [.of("first")])
    let outcomes = try await withThrowingTaskGroup(of: Messages.ExitStatus?.self) { group in
      for number in 0..<20 {
        group.addTask {
          var change = ChangeProfile(name: "acme")
          change.fields = [FieldInput("password", .attachment(0))]
          change.ifVersion = 1
          return try await place.open().client.refusal(of: change, [.of("new \(number)")])?.status
        }
      }
      return try await group.reduce(into: [Messages.ExitStatus?]()) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 == nil }.count == 1)
    #expect(outcomes.filter { $0 == .conflict }.count == 19)
  }
}
