import Foundation
import Host
import Testing

@Suite struct FilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `reads a small file whole`() throws {
    let path = try folder.write("select 1", to: "query")
    #expect(try Files.readSmall(path, limit: 8) == Array("select 1".utf8))
  }

  @Test func `refuses a file over the limit`() throws {
    let path = try folder.write("select 1", to: "query")
    #expect(throws: HostError.tooLarge(path, limit: 7)) { try Files.readSmall(path, limit: 7) }
    #expect(throws: HostError.tooLarge(path, limit: 7)) {
      _ = try Files.readSecret(path, limit: 7)
    }
  }

  @Test func `says that a file is missing`() {
    let path = folder.file("none")
    #expect(throws: HostError.notFound(path)) { try Files.readSmall(path, limit: 7) }
  }

  @Test func `refuses folders, devices and pipes without waiting for a writer`() throws {
    let fifo = folder.file("fifo")
    try makeFifo(fifo)
    for path in [fifo, folder.path, "/dev/zero"] {
      #expect(throws: HostError.notRegular(path)) { try Files.readSmall(path, limit: 100) }
      #expect(throws: HostError.notRegular(path)) { _ = try Files.readSecret(path, limit: 100) }
    }
  }

  @Test(arguments: [0, 1, 1_023, 1_024, 1_025, 5_000, 100_000])
  func `reads a secret of any length`(length: Int) throws {
    let contents = String(repeating: "0123456789", count: length / 10 + 1).prefix(length)
    let path = try folder.write(String(contents), to: "secret")
    #expect(text(try Files.readSecret(path, limit: 100_000)) == contents)
    let descriptor = try Files.open(path, O_RDONLY)
    #expect(
      text(try Files.readSecret(descriptor: descriptor.number, limit: 100_000)) == contents)
  }

  @Test func `reads a secret from a pipe that is open, also by its name`() throws {
    for named in [false, true] {
      let pipe = Pipe()
      pipe.fileHandleForWriting.write(Data("s3cret\n".utf8))
      try pipe.fileHandleForWriting.close()
      let number = pipe.fileHandleForReading.fileDescriptor
      let found =
        try named
        ? Files.readSecret("/dev/fd/\(number)", limit: 100)
        : Files.readSecret(descriptor: number, limit: 100)
      #expect(text(found) == "s3cret\n")
    }
  }

  @Test func `stops reading an endless input at the limit`() throws {
    let zero = try Files.open("/dev/zero", O_RDONLY)
    #expect(throws: HostError.tooLarge("the input", limit: 70_000)) {
      _ = try Files.readSecret(descriptor: zero.number, limit: 70_000)
    }
  }

  @Test(arguments: [
    ("/a/b", "/a"), ("/a", "/"), ("/", "/"), ("a", "."), ("a/b/", "a"), ("a//b", "a"),
    ("//a", "/"),
  ])
  func `knows the folder of a path`(path: String, expected: String) {
    #expect(Files.folder(of: path) == expected)
  }

  @Test func `resolves links and sees a dangling one`() throws {
    let path = try folder.write("x", to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: "real")
    #expect(try Files.canonicalPath(folder.file("link")) == Files.canonicalPath(path))
    try Files.remove(path)
    try Files.remove(path)
    #expect(!Files.exists(path))
    #expect(Files.exists(folder.file("link")))
  }

  @Test func `gives a file another name`() throws {
    let path = try folder.write("new", to: "new")
    let other = try folder.write("old", to: "old")
    try Files.rename(path, to: other)
    #expect(try Files.readSmall(other, limit: 10) == Array("new".utf8))
    #expect(throws: HostError.notFound(path)) { try Files.rename(path, to: other) }
  }

  @Test func `a line stands alone, also behind one that was cut off`() throws {
    let path = folder.file("lines")
    try Files.appendLine("one", to: path)
    try Files.appendLine("two", to: path)
    #expect(try Files.readSmall(path, limit: 99) == Array("one\ntwo\n".utf8))
    let cut = try folder.write("one\ntw", to: "cut")
    try Files.appendLine("three", to: cut)
    #expect(try Files.readSmall(cut, limit: 99) == Array("one\ntw\nthree\n".utf8))
  }

  @Test func `where no line could be put is known before one is`() throws {
    let path = folder.file("lines")
    try Files.checkLines(of: path)
    #expect(!Files.exists(path))
    try Files.appendLine("one", to: path)
    try Files.checkLines(of: path)
    #expect(try Files.readSmall(path, limit: 99) == Array("one\n".utf8))
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: HostError.symlink(link)) { try Files.checkLines(of: link) }
  }
}
