import Foundation
import Host
import Sealing
import Testing

@Suite struct RunnerTests {
  private func printed(_ line: String, environment: [String] = []) throws -> String? {
    guard
      let found = try Runner.output(
        of: "/bin/sh", ["-c", line], environment: environment, limit: 100_000)
    else { return nil }
    let bytes = found.bytes
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }

  @Test func `takes what a program prints`() throws {
    #expect(try printed("echo hello; echo dropped >&2") == "hello\n")
    #expect(try printed("head -c 90000 /dev/zero | tr '\\0' x")?.utf8.count == 90_000)
  }

  @Test func `tells a failure from an empty result`() throws {
    #expect(try printed("echo some; exit 3") == nil)
    #expect(try printed("kill -9 $$") == nil)
    #expect(try printed("true")?.isEmpty == true)
  }

  @Test func `gives the program nothing but what was said`() throws {
    #expect(try printed("env | grep -v '^PWD\\|^SHLVL\\|^_='", environment: ["A=1"]) == "A=1\n")
    #expect(try printed("cat") == "")
    #expect(try printed("ls /proc/$$/fd | tr '\\n' ' '")?.hasPrefix("0 1 2 ") == true)
  }

  @Test func `stops a program that prints too much`() {
    #expect(throws: HostError.self) { try printed("yes") }
  }

  @Test func `finds programs on the PATH`() {
    #expect(Runner.find("sh") != nil)
    #expect(Runner.find("no-such-program-3141") == nil)
  }
}

@Suite struct FolderTreeTests {
  @Test func `finds files in order, no hidden ones and no links`() throws {
    let folder = try TemporaryFolder()
    for path in ["b.gpg", "a/c.gpg", "a/d.txt", ".git/x.gpg", ".hidden.gpg"] {
      let file = URL(fileURLWithPath: folder.path + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/l.gpg", withDestinationPath: folder.path + "/b.gpg")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/loop", withDestinationPath: folder.path)
    #expect(try FolderTree.files(in: folder.path, ending: ".gpg") == ["a/c.gpg", "b.gpg"])
    #expect(FolderTree.isFolder(folder.path) && !FolderTree.isFolder(folder.path + "/b.gpg"))
  }
}

@Suite struct PrivateFileTests {
  private func write(_ path: String, _ text: String, keep replacing: Bool?) throws {
    let file = try PrivateFile(at: path)
    try file.write(Array(text.utf8).span)
    if let replacing { try file.keep(replacing: replacing) }
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  @Test func `gets its name at the end, private, or leaves nothing`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x"
    try write(path, "half", keep: nil)
    #expect(try names(folder).isEmpty)
    try write(path, "whole", keep: false)
    #expect(try names(folder) == ["x"])
    try Files.checkPrivate(path)
  }

  @Test func `replaces only where that is said`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x"
    try write(path, "one", keep: false)
    #expect(throws: HostError.alreadyExists(path)) { try write(path, "two", keep: false) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
    try write(path, "three", keep: true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "three")
    #expect(try names(folder) == ["x"])
  }
}
