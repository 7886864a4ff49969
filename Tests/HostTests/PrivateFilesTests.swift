import Foundation
import Host
import Testing

@Suite struct PrivateFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `makes a file that only its owner may read`() throws {
    try createPrivate(folder.file("key"), "key")
    #expect(try folder.mode(of: "key") == 0o600)
    #expect(try Files.readSmall(folder.file("key"), limit: 3) == Array("key".utf8))
    try Files.checkPrivate(folder.file("key"))
  }

  @Test func `makes an empty file`() throws {
    try createPrivate(folder.file("key"), "")
    #expect(try Files.readSmall(folder.file("key"), limit: 3).isEmpty)
  }

  @Test func `never overwrites, nor follows a link`() throws {
    let path = try folder.write("old", to: "key")
    #expect(throws: HostError.alreadyExists(path)) { try createPrivate(path, "new") }
    #expect(try Files.readSmall(path, limit: 3) == Array("old".utf8))
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.file("elsewhere"))
    #expect(throws: HostError.alreadyExists(link)) { try createPrivate(link, "new") }
    #expect(!Files.exists(folder.file("elsewhere")))
  }

  @Test func `leaves no half file when it cannot be written`() async throws {
    // The limit on file sizes is the process's, hence a process of its own.
    await #expect(processExitsWith: .success) { [path = folder.file("key") as String] in
      var limit = rlimit(rlim_cur: 2, rlim_max: 2)
      _ = signal(SIGXFSZ, SIG_IGN)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      do {
        try createPrivate(path, "longer than two")
        exit(1)
      } catch {
        exit(Files.exists(path) ? 2 : 0)
      }
    }
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o601])
  func `refuses a file that others may open`(mode: Int) throws {
    let path = try folder.write("key", to: "key", mode: mode)
    #expect(throws: HostError.tooOpen(path)) { try Files.checkPrivate(path) }
  }

  @Test func `reads a key through a link, from what only its owner may read`() throws {
    let path = try folder.write("key", to: "key")
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(text(try Files.readPrivate(link, limit: 3)) == "key")
    for mode in [0o640, 0o604, 0o620] {
      let open = try folder.write("key", to: "open", mode: mode)
      #expect(throws: HostError.tooOpen(open)) { _ = try Files.readPrivate(open, limit: 3) }
    }
  }

  @Test func `reads a key from a pipe of ours, which has no mode`() throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data("key".utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(text(try Files.readPrivate(path, limit: 3)) == "key")
  }

  @Test func `refuses a link, a pipe and a folder in the place of a private file`() throws {
    let path = try folder.write("key", to: "key")
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: HostError.symlink(link)) { try Files.checkPrivate(link) }
    let fifo = folder.file("fifo")
    try makeFifo(fifo)
    #expect(throws: HostError.notRegular(fifo)) { try Files.checkPrivate(fifo) }
    #expect(throws: HostError.notRegular(folder.path)) { try Files.checkPrivate(folder.path) }
  }

  @Test(.enabled(if: getuid() == 0, "only root can give files away"))
  func `refuses what belongs to somebody else`() throws {
    let path = try folder.write("key", to: "key")
    _ = unsafe chown(path, 65_534, 65_534)
    #expect(throws: HostError.otherOwner(path)) { try Files.checkPrivate(path) }
    #expect(throws: HostError.otherOwner(path)) { _ = try Files.readPrivate(path, limit: 3) }
    _ = unsafe chown(folder.path, 65_534, 65_534)
    #expect(throws: HostError.otherOwner(folder.path)) {
      try Files.makePrivateFolder(folder.path)
    }
  }

  @Test func `makes folders for us alone, and takes one that is there`() throws {
    try Files.makePrivateFolder(folder.file("a/b/c"))
    try Files.makePrivateFolder(folder.file("a/b/c/"))
    for name in ["a", "a/b", "a/b/c"] { #expect(try folder.mode(of: name) == 0o700) }
  }

  @Test func `refuses a folder in which others could put files`() throws {
    let path = folder.file("open")
    try Files.makePrivateFolder(path)
    _ = unsafe chmod(path, 0o770)
    #expect(throws: HostError.tooOpen(path)) { try Files.makePrivateFolder(path) }
    let file = try folder.write("x", to: "file")
    #expect(throws: HostError.notFolder(file)) { try Files.makePrivateFolder(file) }
    #expect(throws: HostError.notFolder(file + "/below")) {
      try Files.makePrivateFolder(file + "/below")
    }
  }
}
