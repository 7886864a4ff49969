import Foundation
import Host
import Messages
import Sealing
import Testing

@Suite(.timeLimit(.minutes(10))) struct OpeningTests {
  @Test func `tells the facts of a vault without a key`() async throws {
    let place = try await Place()
    let facts = try await Agent().client.ask(AskFacts(path: place.vault))
    #expect(facts.slotKinds == [.keyFile] && facts.epoch == 1 && facts.pending == [])
    #expect(facts.id.count == 64 && facts.identity.count == 64)
  }

  @Test func `says that there is no vault, and how to make one`() async throws {
    let place = try await Place()
    let client = try Agent().client
    let path = place.folder + "/other.coffer"
    let refusals = [
      await client.refusal(of: AskFacts(path: path)),
      await client.refusal(of: OpenVault(path: path, kind: .keyFile), [place.key]),
    ]
    #expect(refusals.allSatisfy { $0?.status == .notFound })
    #expect(refusals.allSatisfy { $0?.hint == "make one with: coffer init" })
  }

  @Test(arguments: ["vault.coffer", "", "./vault", "../vault"]) func `opens whole paths only`(
    path: String
  ) async throws {
    let client = try Agent().client
    #expect(await client.refusal(of: AskFacts(path: path))?.status == .usage)
    let create = CreateVault(path: path, keys: [])
    #expect(await client.refusal(of: create)?.status == .usage)
    #expect(await client.refusal(of: MigrateVault(path: path))?.status == .usage)
  }

  @Test func `refuses files that others could have planted`() async throws {
    let place = try await Place()
    let client = try Agent().client
    let link = place.folder + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: place.vault)
    #expect(
      await client.refusal(of: OpenVault(path: link, kind: .keyFile), [place.key])?.status
        == .storage)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: place.vault)
    #expect(
      await client.refusal(of: OpenVault(path: place.vault, kind: .keyFile), [place.key])?.status
        == .storage)
    let text = place.folder + "/text"
    try Files.createPrivate(text, contents: Array("no vault at all".utf8).span)
    #expect(await client.refusal(of: AskFacts(path: text))?.status == .damaged)
  }

  @Test func `makes no second vault in the place of the first`() async throws {
    let place = try await Place()
    let key = KeyInput(name: "file", kind: .keyFile, attachment: 0)
    let client = try Agent().client
    let create = CreateVault(path: place.vault, keys: [key])
    #expect(await client.refusal(of: create, [place.key])?.status == .conflict)
    let none = CreateVault(path: place.folder + "/b", keys: [])
    #expect(await client.refusal(of: none)?.status == .invalid)
    let twice = CreateVault(path: place.folder + "/b", keys: [key, key])
    #expect(await client.refusal(of: twice, [place.key])?.status == .invalid)
    #expect(!Files.exists(place.folder + "/b"))
  }

  @Test func `of two who make the same vault at once one is told so`() async throws {
    let place = try await Place()
    let path = place.folder + "/new.coffer"
    let key = KeyInput(name: "file", kind: .keyFile, attachment: 0)
    let statuses = try await withThrowingTaskGroup(of: Messages.ExitStatus?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await Agent().client.refusal(
            of: CreateVault(path: path, keys: [key]), [place.key])?.status
        }
      }
      return try await group.reduce(into: [Messages.ExitStatus?]()) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == nil }.count == 1)
    #expect(statuses.filter { $0 == .conflict }.count == 7)
    let left = try FileManager.default.contentsOfDirectory(atPath: place.folder)
    #expect(left.filter { $0.contains(".new-") } == [])
  }

  @Test func `writes refused keys down and counts them`() async throws {
    let place = try await Place()
    let client = try Agent().client
    let open = OpenVault(path: place.vault, kind: .keyFile)
    let wrong = Secret(SecretBytes.random(count: 32, in: .pooled))
    for _ in 0..<5 { #expect(await client.refusal(of: open, [wrong])?.status == .wrongKey) }
    _ = try await client.ask(open, [place.key])
    #expect(await client.refusal(of: open, [place.key])?.status == .conflict)
    let refused = try await place.events().filter { $0.action == "unlock.refused" }
    #expect(refused.count == 1 && refused.first?.values("count") == ["5"])
    #expect(refused.first?.isAuthenticated == false)
  }

  @Test func `has nothing to migrate in a new vault`() async throws {
    let place = try await Place()
    let migrated = try await Agent().client.ask(MigrateVault(path: place.vault))
    #expect(migrated == MigratedAnswer(steps: [], copy: nil))
  }
}
