import Foundation
import Storage
import Testing

@Suite struct OpeningTests {
  private func openingFails(
    _ path: String, _ mode: Connection.Mode = .readWrite, applicationID: Int32? = nil
  ) -> StorageError? {
    failure { () throws(StorageError) in
      _ = try Connection(path: path, mode: mode, applicationID: applicationID)
    }
  }

  @Test func `does not make a file that it was not asked to make`() throws {
    let scratch = try Scratch()
    #expect(openingFails(scratch.path()) == .cannotOpen("there is no such file"))
    #expect(openingFails(scratch.path("no/file.db")) == .cannotOpen("its folder cannot be found"))
    #expect(openingFails(scratch.folder + "/") == .cannotOpen("it is a folder"))
    #expect(openingFails("") == .cannotOpen("it is a folder"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path()))
  }

  @Test func `refuses a symbolic link`() throws {
    let scratch = try Scratch()
    _ = try scratch.notebook("real.db")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path(), withDestinationPath: scratch.path("real.db"))
    #expect(openingFails(scratch.path()) == .cannotOpen("it is a symbolic link"))
    #expect(openingFails(scratch.path(), .create) == .cannotOpen("it is a symbolic link"))
  }

  @Test func `opens a file in a folder that is a link`() throws {
    let scratch = try Scratch()
    _ = try scratch.notebook()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: scratch.folder)
    #expect(openingFails(scratch.path("link/file.db")) == nil)
  }

  @Test(arguments: [":memory:", "file:x?mode=memory", "a'b\"c;d%00 ü"])
  func `takes a strange name for a name`(name: String) throws {
    let scratch = try Scratch()
    _ = try scratch.notebook(name)
    #expect(try !scratch.bytes(name).isEmpty)
  }

  @Test func `refuses a file that is no database, and leaves it as it is`() throws {
    let scratch = try Scratch()
    let text = [UInt8](String(repeating: "just some text. ", count: 600).utf8)
    try scratch.write(text)
    for mode in [Connection.Mode.create, .readWrite, .readOnly] {
      #expect(openingFails(scratch.path(), mode) == .notADatabase)
    }
    #expect(try scratch.bytes() == text)
  }

  @Test func `refuses an emptied file`() throws {
    let scratch = try Scratch()
    try scratch.write([])
    #expect(openingFails(scratch.path()) == .notADatabase)
    #expect(openingFails(scratch.path(), .readOnly) == .notADatabase)
  }

  @Test func `refuses somebody else's database, and leaves it as it is`() throws {
    let scratch = try Scratch()
    try scratch.asStranger("CREATE TABLE bookmark (url TEXT); PRAGMA application_id = 5")
    let before = try scratch.bytes()
    #expect(openingFails(scratch.path(), applicationID: 6) == .notADatabase)
    #expect(try scratch.bytes() == before)
    #expect(openingFails(scratch.path(), applicationID: 5) == nil)
  }

  @Test func `refuses to write what was opened for reading`() throws {
    let scratch = try Scratch()
    let writer = try scratch.notebook()
    try writer.run("INSERT INTO note (text) VALUES ('one')")
    let reader = try scratch.again(.readOnly)
    #expect(try reader.integer("SELECT count(*) FROM note") == 1)
    let error = failure { () throws(StorageError) in try reader.run("DELETE FROM note") }
    #expect(error == .readOnly)
  }
}
