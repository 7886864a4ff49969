import Foundation

/// A server of another maker in a folder of its own; both end with it, and with the test process.
final class ServedFolder: Sendable {
  /// Why a server does not run.
  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

  let path: String
  /// Held open for as long as the server is wanted: who watches it sees it close, whatever happens.
  private let wanted = Pipe()

  /// Makes the folder; as root, another user may own it, as some servers refuse to run as root.
  init(owner: String? = nil) throws {
    path = NSTemporaryDirectory() + "/coffer-server-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    if let owner {
      try FileManager.default.setAttributes([.ownerAccountName: owner], ofItemAtPath: path)
    }
  }

  deinit {
    try? wanted.fileHandleForWriting.close()
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }

  /// Starts the server and waits until `isReady` says so; `signal` is what ends it at once.
  func serve(
    _ command: [String], endedBy signal: String, until isReady: () -> Bool
  ) throws {
    let watcher = Process()
    watcher.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The server ends when standard input does, and takes its folder along.
    watcher.arguments =
      [
        "-c",
        """
        folder=$1 signal=$2; shift 2
        "$@" >"$folder/output" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -$signal $server; wait $server; rm -rf "$folder"
        """,
        "sh", path, signal,
      ] + command
    watcher.standardInput = wanted
    watcher.standardOutput = FileHandle.nullDevice
    watcher.standardError = FileHandle.nullDevice
    try watcher.run()
    for _ in 0..<1_500 {
      if isReady() { return }
      Thread.sleep(forTimeInterval: 0.02)
    }
    let output = try? String(contentsOfFile: file("output"), encoding: .utf8)
    throw NotStarted(description: "\(command[0]) did not start: \(output ?? "no output")")
  }

  /// Runs a program to its end and gives what it printed.
  static func run(_ command: [String], environment: [String: String] = [:]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw NotStarted(description: "\(command[0]): \(text)")
    }
    return text
  }

  /// A port of loopback on which nobody listens at this moment.
  static func freePort() throws -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { _ = close(socket) }
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe bind(socket, general, size) == 0 && getsockname(socket, general, &size) == 0
      }
    }
    guard bound else { throw NotStarted(description: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Whether somebody listens on this port of loopback.
  static func listens(_ port: UInt16) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { _ = close(socket) }
    var address = loopback(port: port)
    return unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe connect(socket, general, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
  }
}
