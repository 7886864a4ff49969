import Foundation
import Glibc
import Host
import Testing

@Suite struct LocalSocketTests {
  @Test func `makes a socket that only its owner may use`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let listener = try LocalSocket.listen(at: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let client = try LocalSocket.connect(to: path)
    #expect(client.number != listener.number)
  }

  @Test func `replaces a socket that nobody listens on`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    do { _ = try LocalSocket.listen(at: path) }
    #expect(throws: HostError.nobodyListens) { _ = try LocalSocket.connect(to: path) }
    let listener = try LocalSocket.listen(at: path)
    let client = try LocalSocket.connect(to: path)
    #expect(client.number != listener.number)
  }

  @Test func `never replaces a socket that somebody listens on`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let listener = try LocalSocket.listen(at: path)
    for _ in 0..<5 {
      #expect(throws: HostError.alreadyListening) { _ = try LocalSocket.listen(at: path) }
    }
    let client = try LocalSocket.connect(to: path)
    #expect(client.number != listener.number)
  }

  @Test func `lets one of many listen`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    do { _ = try LocalSocket.listen(at: path) }  // a stale one, for all to find
    let numbers = await withTaskGroup(of: Int32?.self) { group in
      for _ in 0..<16 {
        group.addTask {
          try? await onThread { try LocalSocket.listen(at: path).takeSocket().release() }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let winners = numbers.compactMap(\.self)
    #expect(winners.count == 1)
    let client = try LocalSocket.connect(to: path)
    #expect(client.number >= 0)
    for winner in winners { close(winner) }
  }

  @Test func `leaves alone what is no socket`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/file"
    try Data("precious".utf8).write(to: URL(filePath: path))
    #expect(throws: HostError.alreadyExists(path)) { _ = try LocalSocket.listen(at: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test func `knows when there is nothing at the path`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/none"
    #expect(throws: HostError.notFound(path)) { _ = try LocalSocket.connect(to: path) }
    #expect(throws: HostError.notFound("")) { _ = try LocalSocket.listen(at: "") }
  }

  @Test func `refuses a path that does not fit`() throws {
    let folder = try ShortFolder()
    let fitting = folder.path + "/" + String(repeating: "p", count: 106 - folder.path.utf8.count)
    #expect(fitting.utf8.count == 107)
    let listener = try LocalSocket.listen(at: fitting)
    #expect(listener.number >= 0)
    let tooLong = fitting + "p"
    #expect(throws: HostError.pathTooLong(limit: 107)) { _ = try LocalSocket.listen(at: tooLong) }
    #expect(throws: HostError.pathTooLong(limit: 107)) { _ = try LocalSocket.connect(to: tooLong) }
  }

  @Test func `withdraws a socket`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let listener = try LocalSocket.listen(at: path)
    #expect(listener.number >= 0)
    listener.file.withdraw()
    #expect(throws: HostError.notFound(path)) { _ = try LocalSocket.connect(to: path) }
  }

  @Test func `leaves alone a socket that took the place of its own`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let first = try LocalSocket.listen(at: path)
    #expect(first.file.isInPlace)
    try FileManager.default.removeItem(atPath: path)
    let second = try LocalSocket.listen(at: path)
    #expect(!first.file.isInPlace && second.file.isInPlace)
    first.file.withdraw()
    let client = try LocalSocket.connect(to: path)
    #expect(client.number != first.number && client.number != second.number)
  }

  @Test(.timeLimit(.minutes(10))) func `does not wait for ever for who never accepts`() throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let listener = try LocalSocket.listen(at: path)
    #expect(listen(listener.number, 0) == 0)
    let waiting = try LocalSocket.connect(to: path)
    #expect(throws: HostError.busy(path)) { _ = try LocalSocket.connect(to: path) }
    #expect(waiting.number >= 0)
  }
}
