import Host
import Messages
import Moving
import Packing
import Sealing
import Testing

/// Profiles in and out by messages, over real sockets.
@Suite struct MovingMessagesTests {
  private static func piece(_ names: String..., secret: String = "p") throws -> [Secret] {
    var pieces = Pieces()
    for (number, name) in names.enumerated() {
      var profile = MovedProfile(line: number + 1, name: name, type: "clickhouse")
      profile.fields = [
        MovedField("host", .clear("x.example")), MovedField("username", .clear("u")),
        MovedField("password", .secret(.of(secret))),
      ]
      try pieces.add(profile)
    }
    return pieces.finish()
  }

  private static func finish(
    _ conflict: FinishImport.Conflict = .fail, onTrial: Bool = false
  ) -> FinishImport {
    FinishImport(conflict: conflict, onTrial: onTrial, source: "jsonl")
  }

  @Test func `a trial writes nothing, and the pieces stay for the import`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(BeginImport())
    _ = try await client.ask(ImportPiece(), try Self.piece("a", "b"))
    _ = try await client.ask(ImportPiece(), try Self.piece("c"))
    let trial = try await client.ask(Self.finish(onTrial: true))
    #expect(trial.added == 3)
    #expect(try await place.names() == [])
    let answer = try await client.ask(Self.finish())
    #expect(answer.added == 3)
    #expect(answer.addedNames == ["a", "b", "c"])
    #expect(answer.sharedLogins.map(\.names) == [["a", "b", "c"]])
    #expect(try await place.names() == ["a", "b", "c"])
    let events = try await place.events()
    #expect(events.count { $0.action == "profile.added" } == 3)
    let total = try #require(events.first { $0.action == "vault.imported" })
    #expect(total.values("count") == ["3"])
    #expect(await client.refusal(of: Self.finish())?.status == .usage)
  }

  @Test func `with one problem nothing is written, and each line is named`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(BeginImport())
    _ = try await client.ask(ImportPiece(), try Self.piece("good", "bad name", "good"))
    let answer = try await client.ask(Self.finish())
    #expect(answer.problems.map(\.line) == [2, 3])
    #expect(answer.problems.last?.failure.message == "'good' stands on line 1 already")
    #expect(try await place.names() == [])
    #expect(try await place.events().allSatisfy { $0.action != "profile.added" })
  }

  @Test func `a piece that was never sent so is refused`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    #expect(await client.refusal(of: ImportPiece(), [.of("x")])?.status == .usage)
    _ = try await client.ask(BeginImport())
    _ = try await client.ask(ImportPiece(), [.of("nothing like a piece")])
    #expect(await client.refusal(of: Self.finish())?.status == .invalid)
    #expect(try await place.names() == [])
  }

  @Test func `pieces of one conversation are not those of another`() async throws {
    let place = try await Place()
    let agent = try await place.session(.full)
    let one = try place.join()
    let other = try place.join()
    _ = try await one.ask(BeginImport())
    _ = try await one.ask(ImportPiece(), try Self.piece("a"))
    #expect(await other.refusal(of: Self.finish())?.status == .usage)
    #expect(try await one.ask(Self.finish()).added == 1)
    _ = try await other.ask(EndSession())
    await agent.life.value
  }

  @Test func `an export is fetched piece by piece, and every secret is on record`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(BeginImport())
    _ = try await client.ask(ImportPiece(), try Self.piece("a", "b"))
    _ = try await client.ask(Self.finish())
    let answer = try await client.ask(BeginExport(SelectorInput(all: true), form: .recipient))
    #expect(answer == ExportAnswer(profiles: 2, secrets: 2, pieces: 1))
    let frame = try await client.raw(ExportPieceCall())
    let piece = try #require(frame.attachments.first)
    var names: [String] = []
    try Pieces.forEach(in: piece, mapping: { $0 }) { profile throws(PackingError) in
      names.append(profile.name)
    }
    #expect(names == ["a", "b"])
    #expect(await client.refusal(of: ExportPieceCall())?.status == .usage)
    let events = try await place.events()
    #expect(events.count { $0.action == "secret.read" } == 2)
    #expect(
      events.first { $0.action == "vault.exported" }?.values("cause") == ["sealed to a recipient"])
  }

  @Test func `without secrets none leaves the agent, and none is read`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(BeginImport())
    _ = try await client.ask(ImportPiece(), try Self.piece("a", secret: "canary-7f31"))
    _ = try await client.ask(Self.finish())
    let answer = try await client.ask(
      BeginExport(SelectorInput(all: true), form: .withoutSecrets))
    #expect(answer.secrets == 0)
    let frame = try await client.raw(ExportPieceCall())
    #expect(frame.attachments.first?.text.contains("canary") == false)
    #expect(try await place.events().allSatisfy { $0.action != "secret.read" })
  }

  @Test func `a use session may do none of it`() async throws {
    let place = try await Place()
    let agent = try await place.session(.use)
    let client = try place.join()
    #expect(await client.refusal(of: BeginImport())?.code == Failure.scopeDenied)
    #expect(
      await client.refusal(of: BeginExport(SelectorInput(all: true), form: .plaintext))?.code
        == Failure.scopeDenied)
    #expect(await client.refusal(of: ExportPieceCall())?.code == Failure.scopeDenied)
    _ = try await client.ask(EndSession())
    await agent.life.value
  }
}
