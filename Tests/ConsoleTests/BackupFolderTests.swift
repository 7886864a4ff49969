import Console
import Foundation
import Host
import Messages
import Profiles
import Sealing
import Testing

@Suite struct BackupFolderTests {
  private let path: String

  init() throws {
    path = NSTemporaryDirectory() + "coffer-backups-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private var folder: BackupFolder { BackupFolder(path, vault: "/data/vault.coffer") }

  /// Writes a file and gives the line by which the record knows it.
  private func write(_ name: String, _ text: String) throws -> BackupLine {
    let bytes = Array(text.utf8)
    try Files.createPrivate("\(path)/\(name)", contents: bytes.span)
    return BackupLine(name: name, size: bytes.count, digest: Hex.text(Digest.of(bytes.span)))
  }

  @Test func `removes those whose every byte is what the record says, and no others`() throws {
    let known = try write("vault-1.coffer", "one")
    let changed = try write("vault-2.coffer", "two")
    _ = try write("vault-3.coffer", "of somebody else")
    let foreign = try write("other-4.coffer", "four")
    let lost = BackupLine(name: "vault-5.coffer", size: 3, digest: known.digest)
    let outside = BackupLine(name: "vault-/../vault-1.coffer", size: 3, digest: known.digest)
    try Data("TWO".utf8).write(to: URL(fileURLWithPath: path + "/vault-2.coffer"))
    #expect(folder.prune([changed, foreign, lost, outside, known]) == ["vault-1.coffer"])
    #expect(
      try Files.names(in: path) == ["other-4.coffer", "vault-2.coffer", "vault-3.coffer"])
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `a folder that is missing is not made`() {
    let missing = BackupFolder(path + "/none", vault: "/data/vault.coffer")
    #expect(throws: Failure.self) { try missing.check() }
    #expect(!Files.exists(path + "/none"))
    try? FileManager.default.removeItem(atPath: path)
  }
}
