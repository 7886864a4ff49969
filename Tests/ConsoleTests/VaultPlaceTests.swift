import Foundation
import Host
import Testing

@testable import Console

@Suite struct VaultPlaceTests {
  private func place(_ path: String) throws -> String {
    var options = GlobalOptions()
    options.vault = path
    return try VaultPlace.path(options)
  }

  @Test func `two ways to one file are one place`() throws {
    let folder = try Files.canonicalPath("/tmp") + "/coffer-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/real", withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    try files.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/real")
    #expect(try place(folder + "/link/v.coffer") == folder + "/real/v.coffer")
    #expect(try place(folder + "/real/../real/./v.coffer") == folder + "/real/v.coffer")
  }

  @Test func `a link in the place of the file itself stays visible`() throws {
    let folder = try Files.canonicalPath("/tmp") + "/coffer-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    try files.createSymbolicLink(atPath: folder + "/v.coffer", withDestinationPath: "/etc/passwd")
    #expect(try place(folder + "/v.coffer") == folder + "/v.coffer")
  }

  @Test(arguments: ["", "a\u{0}b", "/tmp/.."])
  func `what cannot be a file is refused`(path: String) {
    #expect(throws: (any Error).self) { try place(path) }
  }

  @Test func `a relative path becomes a whole one`() throws {
    #expect(try place("v.coffer").hasPrefix("/"))
  }
}
