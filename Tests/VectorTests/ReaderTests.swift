import Foundation
import TestSupport
import Testing

/// A reader in another language, written from the Manual alone, agrees about every vector.
@Suite struct ReaderTests {
  /// What the reader needs; a laptop may lack it, CI may not.
  private static let python = "/usr/bin/python3"
  private static let isWanted =
    FileManager.default.isExecutableFile(atPath: python)
    || ProcessInfo.processInfo.environment["CI"] == "true"

  @Test(.enabled(if: isWanted, "python3 is missing"))
  func `an independent reader reads and refuses the same`() throws {
    let said = try Self.read(VectorPack.paths)
    #expect(said == "\(VectorPack.names.count) vectors read\n")
  }

  @Test(.enabled(if: isWanted, "python3 is missing"))
  func `the independent reader sees a difference`() throws {
    let (vector, file) = try VectorPack.read("plain")
    var other = vector
    other.profiles?[0].note = "another note"
    let folder = try TemporaryFolder()
    try VectorPack.write(other, file, to: folder.file("other.vector"))
    let said = try Self.read([folder.file("other.vector")])
    #expect(said.hasPrefix("other.vector: holds other profiles than it should\n"))
  }

  private static func read(_ paths: [String]) throws -> String {
    let reader = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Vectors/reader.py").path
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-B", reader] + paths
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }
}
