import Foundation
package import Sandboxing

/// The built sandbox in a process of its own, which ends with this value.
package final class SandboxProgram: SandboxDoor, Sendable {
  /// What it says when it is ready.
  package let greeting: JSONValue
  package let key: String
  package let client: LoopbackClient
  private let process: Process
  private let wanted: Pipe

  /// Starts it with these options, on any free port if they name none.
  package init(_ options: [String] = []) throws {
    process = Process()
    process.executableURL = BuiltPrograms.folder.appendingPathComponent("coffer-sandbox")
    process.arguments = ["--until-closed"] + options
    wanted = Pipe()
    process.standardInput = wanted
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.append(byte)
    }
    guard let greeting = JSONValue(reading: line), let url = greeting["url"]?.text,
      let key = greeting["key"]?.text,
      let port = url.split(separator: ":").last.flatMap({ UInt16($0) })
    else { throw Stranger.Failed(text: "the sandbox did not start") }
    self.greeting = greeting
    self.key = key
    client = LoopbackClient(port: port, key: key)
  }

  deinit { end() }

  /// Closes its standard input; gives its exit status.
  @discardableResult
  package func end() -> Int32 {
    try? wanted.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Asks it to end by a signal; gives its exit status.
  package func terminate() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
