import Foundation
import Host
import Sealing
import Testing

@Suite struct ScratchFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var names: [String] { get throws { try Files.names(in: folder.path) } }

  @Test func `goes away with its owner, and with what SQLite left beside it`() throws {
    try {
      let file = try ScratchFile(beside: folder.file("vault"), for: "staged")
      try createPrivate(file.path + "-wal", "")
      #expect(try names.count == 2)
    }()
    #expect(try names == [])
  }

  @Test func `is cleared away by the next one if its owner was killed, but not while it is held`()
    throws
  {
    let held = try ScratchFile(beside: folder.file("vault"), for: "staged")
    try createPrivate(folder.file("vault.staged-0123456789ab"), "left")
    try createPrivate(folder.file("vault.taken-0123456789ab"), "of another purpose")
    try createPrivate(folder.file("vaulty.staged-0123456789ab"), "of another vault")
    let next = try ScratchFile(beside: folder.file("vault"), for: "staged")
    #expect(
      Set(try names.map(folder.file)) == [
        held.path, next.path, folder.file("vault.taken-0123456789ab"),
        folder.file("vaulty.staged-0123456789ab"),
      ])
  }

  @Test func `gives its contents back in pieces, also without a name`() throws {
    let file = try ScratchFile(beside: folder.file("vault"), for: "taken")
    let bytes = Array("abcdefgh".utf8)
    try file.append(bytes.span)
    file.hide()
    #expect(try names == [])
    #expect(text(try file.piece(at: 0, limit: 3)) == "abc")
    #expect(text(try file.piece(at: 6, limit: 3)) == "gh")
    #expect(try file.piece(at: 8, limit: 3).count == 0)
    #expect(try file.size == 8)
  }

  @Test func `keeps what it holds under a lasting name`() throws {
    let file = try ScratchFile(named: folder.file("part"))
    let bytes = Array("whole".utf8)
    try file.append(bytes.span)
    try file.keep(as: folder.file("whole"))
    #expect(try names == ["whole"])
    #expect(try folder.mode(of: "whole") == 0o600)
  }

  @Test func `refuses a name that something has, be it a link`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("part"), withDestinationPath: folder.file("elsewhere"))
    #expect(throws: HostError.alreadyExists(folder.file("part"))) {
      _ = try ScratchFile(named: folder.file("part"))
    }
    #expect(try names == ["part"])
  }

  @Test func `a folder that others may write to is refused`() throws {
    let path = folder.file("open")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    #expect(throws: HostError.tooOpen(path)) { try Files.checkPrivateFolder(path) }
    #expect(throws: HostError.notFound(folder.file("none"))) {
      try Files.checkPrivateFolder(folder.file("none"))
    }
  }
}
