import Foundation
import Host
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct CreateTests {
  private let folder: TemporaryFolder
  private let key: NamedKey
  private let secret = Secret(SecretBytes.random(count: 32))

  init() throws {
    folder = try TemporaryFolder()
    key = NamedKey("file", .keyFile(secret))
  }

  private func create(_ path: String, keys: [NamedKey]? = nil) throws {
    _ = try Vault.create(at: path, keys: keys ?? [key], by: author, at: later)
  }

  @Test func `makes one private file and leaves nothing beside it`() throws {
    let path = folder.file("v")
    try create(path)
    #expect(try folder.files == ["v"])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let facts = try LockedVault(path: path).facts
    #expect(facts.epoch == 1 && facts.slotKinds == [.keyFile] && facts.id.count == 64)
  }

  @Test func `of many who make it at once exactly one does`() throws {
    let path = folder.file("v")
    let key = key
    let found = inParallel(8) { _ in
      failure { _ = try Vault.create(at: path, keys: [key], by: author, at: later) }
    }
    #expect(found.count { $0 == nil } == 1)
    #expect(found.count { $0 == .exists(path: path) } == 7, "\(found)")
    #expect(try folder.files == ["v"])
    _ = try LockedVault(path: path)
  }

  @Test(arguments: ["v", "v-wal", "v-shm", "v-journal"])
  func `is not made where something lies`(file: String) throws {
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file(file)))
    #expect(failure { try create(folder.file("v")) } == .exists(path: folder.file(file)))
    #expect(try folder.files == [file])
  }

  @Test func `a key that a person can hold is asked for`() throws {
    let path = folder.file("v")
    let recipient = NamedKey("ci", .recipient(publicKey: BoxKeys.generate().publicKey))
    for keys in [[], [recipient]] {
      guard case .badKey? = failure({ try create(path, keys: keys) }) else {
        Issue.record("made without a key")
        continue
      }
    }
    #expect(failure { try create(path, keys: [key, key]) } == .slotExists("file"))
    let short = NamedKey("x", .keyFile(Secret(text: "short")))
    #expect(
      failure { try create(path, keys: [short]) }
        == .badKey("a key file has exactly 32 bytes"))
    #expect(try folder.files == [])
  }

  @Test func `a folder that is missing is said to be`() throws {
    guard case .file? = failure({ try create(folder.file("none/v")) }) else {
      Issue.record("made in a folder that is not there")
      return
    }
  }

  @Test func `what is no vault is not opened`() throws {
    let path = folder.file("v")
    func open() -> VaultError? { failure { _ = try LockedVault(path: path) } }
    #expect(open() == .file(.notFound(path)))
    try Data("not a database, but long enough to be looked at".utf8).write(
      to: URL(fileURLWithPath: path))
    #expect(open() == .file(.tooOpen(path)))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(open() == .notAVault(path: path))
    try Data().write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(open() == .notAVault(path: path))
    try FileManager.default.removeItem(atPath: path)
    try create(folder.file("real"))
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: folder.file("real"))
    #expect(open() == .file(.symlink(path)))
    let folderError = failure { _ = try LockedVault(path: folder.path) }
    #expect(folderError == .file(.notRegular(folder.path)))
  }
}
