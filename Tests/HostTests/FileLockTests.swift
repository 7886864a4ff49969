import Foundation
import Host
import Testing

@Suite struct FileLockTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Whether another process could take the lock on a file right now.
  private func othersCanTake(_ path: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/flock")
    process.arguments = ["--nonblock", path, "/bin/true"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test func `keeps other processes out until it is dropped`() throws {
    let path = folder.file("lock")
    do {
      let lock = try FileLock.acquire(path: path, waiting: .zero)
      #expect(try !othersCanTake(path))
      withExtendedLifetime(lock) {}
    }
    #expect(try othersCanTake(path))
  }

  @Test func `has as many places as slots`() throws {
    let path = folder.file("lock")
    let first = try FileLock.acquire(path: path, slots: 2, waiting: .zero)
    do {
      let second = try FileLock.acquire(path: path, slots: 2, waiting: .zero)
      #expect(throws: HostError.busy(path)) {
        _ = try FileLock.acquire(path: path, slots: 2, waiting: .milliseconds(10))
      }
      #expect(try !othersCanTake(path + ".0"))
      #expect(try !othersCanTake(path + ".1"))
      withExtendedLifetime(second) {}
    }
    _ = try FileLock.acquire(path: path, slots: 2, waiting: .zero)
    withExtendedLifetime(first) {}
  }

  @Test func `waits for the process that has it`() throws {
    let path = folder.file("lock")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/flock")
    process.arguments = [path, "/bin/sh", "-c", "echo taken; sleep 0.2"]
    process.standardOutput = output
    try process.run()
    _ = output.fileHandleForReading.availableData
    #expect(throws: HostError.busy(path)) {
      _ = try FileLock.acquire(path: path, waiting: .zero)
    }
    _ = try FileLock.acquire(path: path, waiting: .seconds(10))
    process.waitUntilExit()
  }

  @Test func `does not wait for a pipe in the place of the lock`() throws {
    let path = folder.file("lock")
    try makeFifo(path)
    _ = try FileLock.acquire(path: path, waiting: .zero)
  }
}
