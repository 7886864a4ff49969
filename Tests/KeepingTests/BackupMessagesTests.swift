import Foundation
import Host
import Keeping
import Messages
import Profiles
import Sealing
import Testing

@Suite struct BackupMessagesTests {
  /// Fetches a copy as a client does.
  private func fetch(_ client: Client) async throws -> (begun: BackupBegun, bytes: [UInt8]) {
    let begun = try await client.ask(BeginBackup())
    var bytes: [UInt8] = []
    while bytes.count < begun.size {
      let frame = try await client.raw(ReadBackup(token: begun.token, offset: bytes.count))
      let piece = try #require(frame.attachments.first)
      bytes += (0..<piece.count).map { piece.span[$0] }
    }
    return (begun, bytes)
  }

  private func hand(_ bytes: [UInt8], to client: Client, beside vault: String) async throws
    -> String
  {
    let token = try await client.ask(StageCopy(vault: vault)).token
    for start in stride(from: 0, to: bytes.count, by: 50_000) {
      let piece = Array(bytes[start..<min(start + 50_000, bytes.count)])
      _ = try await client.ask(
        StagePiece(token: token), [Secret(SecretBytes(copying: piece.span))])
    }
    return token
  }

  private func files(_ place: Place) throws -> [String] {
    try Files.names(in: place.folder).filter { $0.contains(".taken-") || $0.contains(".staged-") }
  }

  @Test func `a copy comes in pieces that are what was promised, and leaves no file`() async throws
  {
    let place = try await Place()
    let agent = try await place.open()
    let (begun, bytes) = try await fetch(agent.client)
    #expect(Hex.text(Digest.of(bytes.span)) == begun.digest)
    #expect(try files(place) == [])
    _ = try await agent.client.ask(EndBackup(token: begun.token, name: "copy"))
    let made = try await place.events().filter { $0.action == "backup.made" }
    #expect(made.map { $0.values("file") } == [["copy"]])
    #expect(made.first?.values("digest") == [begun.digest])
    let again = await agent.client.refusal(of: ReadBackup(token: begun.token, offset: 0))
    #expect(again?.status == .notFound)
  }

  @Test func `a session makes and checks a backup, and tells of it`() async throws {
    let place = try await Place()
    _ = try await place.session(.use)
    let client = try place.join()
    let (begun, bytes) = try await fetch(client)
    _ = try await client.ask(EndBackup(token: begun.token, name: "copy"))
    let token = try await hand(bytes, to: client, beside: "/nowhere")
    let facts = try await client.ask(CheckCopy(token: token, name: "copy"))
    #expect(facts.digest == begun.digest && facts.isRecorded)
    let told = try #require(try await client.ask(AskSession()).backups)
    #expect(told.lastName == "copy" && !told.lastCheckFailed && told.lastCheck != nil)
    #expect(try files(place) == [])
  }

  @Test func `a cut copy is refused, and the record and the session are loud about it`()
    async throws
  {
    let place = try await Place()
    _ = try await place.session(.use)
    let client = try place.join()
    let bytes = try await fetch(client).bytes
    for wrong in [Array(bytes.prefix(bytes.count / 2)), Array("no vault".utf8), []] {
      let token = try await hand(wrong, to: client, beside: place.vault)
      let refusal = await client.refusal(of: CheckCopy(token: token, name: "cut"))
      #expect(refusal?.status == .damaged)
    }
    #expect(try await client.ask(AskSession()).backups?.lastCheckFailed == true)
    #expect(try files(place) == [])
  }

  @Test func `a session takes no more copies at once than a few, and forgets idle ones`()
    async throws
  {
    let place = try await Place()
    let clock = HandClock()
    _ = try await place.session(.use, idle: 30_000, clock: clock.clock)
    let client = try place.join()
    for _ in 0..<4 { _ = try await client.ask(BeginBackup()) }
    #expect(await client.refusal(of: BeginBackup())?.status == .busy)
    clock.advance(.seconds(601))
    _ = try await client.ask(BeginBackup())
  }

  @Test func `those that are older than they are to be kept are named to the next`() async throws {
    let place = try await Place()
    let clock = HandClock()
    let agent = try await place.open(clock: clock.clock)
    let start: Int64 = 1_800_000_000_000
    for (days, expired) in [(0, []), (20, []), (31, ["day 0"]), (60, ["day 20", "day 0"])] {
      clock.set(wall: start + Int64(days) * 86_400_000)
      let begun = try await agent.client.ask(BeginBackup())
      #expect(begun.expired.map(\.name) == expired)
      _ = try await agent.client.ask(EndBackup(token: begun.token, name: "day \(days)"))
    }
    _ = try await agent.client.ask(ChangeSettings(keepDays: 0))
    #expect(try await agent.client.ask(BeginBackup()).expired == [])
  }

  @Test func `where copies go is for a full session only, and names an absolute folder`()
    async throws
  {
    let place = try await Place()
    let agent = try await place.open()
    let settled = try await agent.client.ask(
      ChangeSettings(place: .folder("/mnt/stick"), keepDays: 0))
    #expect(settled.place == .folder("/mnt/stick") && settled.keepDays == 0)
    for wrong in [
      ChangeSettings(place: .folder("stick")), ChangeSettings(place: .folder("/a\u{1B}[2J")),
      ChangeSettings(keepDays: -1), ChangeSettings(keepDays: 40_000),
    ] {
      #expect(await agent.client.refusal(of: wrong)?.status == .invalid)
    }
    #expect(try await agent.client.ask(AskBackups()).place == .folder("/mnt/stick"))
  }

  @Test func `only what was opened and checked is put in the place of the vault`() async throws {
    let place = try await Place()
    let bytes = try await fetch(try await place.open().client).bytes
    let session = try await place.session(.full)
    let agent = try Agent()
    let token = try await hand(bytes, to: agent.client, beside: place.vault)
    let call = RestoreVault(
      token: token, path: place.vault, source: "copy", stamp: "20260131T104107Z")
    #expect(await agent.client.refusal(of: call)?.status == .unexpected)
    #expect(
      await agent.client.refusal(of: CheckCopy(token: token, name: "copy"))?.code
        == Failure.copyNeedsKey)
    let wrong = Secret(SecretBytes.random(count: 32))
    let open = OpenCopy(token: token, kind: .keyFile)
    #expect(await agent.client.refusal(of: open, [wrong])?.status == .wrongKey)
    _ = try await agent.client.ask(open, [place.key])
    #expect(await agent.client.refusal(of: call)?.status == .unexpected)
    _ = try await agent.client.ask(CheckCopy(token: token, name: "copy", keep: true))
    let restored = try await agent.client.ask(call)
    #expect(restored.kept == place.vault + ".before-restore-20260131T104107Z")
    // The session has ended with the vault that it was of.
    await session.life.value
    #expect(try await place.events().contains { $0.action == "vault.restored" })
    #expect(try files(place) == [])
  }

  @Test func `an examination needs no key and says what is wrong with a file`() async throws {
    let place = try await Place()
    let agent = try Agent()
    let well = try await agent.client.ask(Examine(path: place.vault))
    #expect(well.trouble == nil && well.pending == [] && well.lastEvent != nil)
    let missing = try await agent.client.ask(Examine(path: place.folder + "/none"))
    #expect(missing.trouble?.status == .notFound)
  }
}
