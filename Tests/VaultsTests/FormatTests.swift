import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

/// The Manual's page FileFormat, followed to the letter by a reader that knows nothing of `Vaults`.
@Suite struct FormatTests {
  private let scene: Scene

  init() throws {
    scene = try Scene(withPassphrase: true)
    _ = failure { [scene] in
      _ = try scene.test.open(with: .keyFile(Secret(SecretBytes.random(count: 32))))
    }
  }

  @Test func `the frame is signed by the vault's identity`() throws {
    let reader = try HandReader(path: scene.test.path)
    let isSigned = try reader.isSigned()
    #expect(isSigned)
    let id = try reader.vaultID()
    #expect(try LockedVault(path: scene.test.path).facts.id == Hex.text(id))
  }

  @Test func `a key file and a passphrase give the same vault key`() throws {
    let reader = try HandReader(path: scene.test.path)
    let byFile = try reader.vaultKey(byFile: scene.test.key.bytes)
    let byWords = try reader.vaultKey(byPassphrase: Secret(text: "words"))
    let isSame = byFile.equals(byWords.bytes)
    #expect(isSame && byFile.count == 32)
  }

  @Test func `a profile is found by its name, and its versions open`() throws {
    let reader = try HandReader(path: scene.test.path)
    let key = try reader.vaultKey(byFile: scene.test.key.bytes)
    let profile = try reader.profile("a", key)
    #expect(profile.name == "a" && profile.type == "clickhouse")
    #expect(profile.versions.map(\.number) == [1, 2])
    #expect(profile.versions.map(\.state) == [3, 2])
    let now = try reader.fields(of: profile.id, version: 2, key)
    #expect(now["password"] == "a-two" && now["host"] == "db.example")
    #expect(try reader.fields(of: profile.id, version: 1, key)["password"] == "a-one")
  }

  @Test func `the log is walked to the event that the head names`() throws {
    let reader = try HandReader(path: scene.test.path)
    let key = try reader.vaultKey(byFile: scene.test.key.bytes)
    let events = try reader.log(key)
    let standing = try reader.standing(key)
    #expect(standing.profiles == 4)
    #expect(events.last?.action == "unlock.refused")
    #expect(standing.sequence == Int64(events.count - 1))
    let named = events[events.count - 2]
    #expect(named.link == standing.link)
    #expect(events[0].action == "vault.created" && events[0].details.contains("slot=file"))
    let profile = try reader.profile("a", key)
    let change = events[Int(profile.lastChange) - 1]
    #expect(change.action == "profile.changed" && change.details.contains("field=password"))
  }
}
