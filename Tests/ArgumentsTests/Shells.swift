import Foundation
import Testing

/// Runs programs for the tests.
enum Shells {
  struct Result {
    let status: Int32
    let output: String
    let complaints: String
  }

  static func path(of program: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + program }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func has(_ program: String) -> Bool { path(of: program) != nil }

  /// Runs a program in an empty home, with a folder of its own at the front of the path.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path(of: program)))
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "HOME": folder.path, "PATH": folder.path + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "TERM": "dumb",
    ]
    let output = folder.appendingPathComponent(UUID().uuidString)
    let complaints = folder.appendingPathComponent(UUID().uuidString)
    for file in [output, complaints] { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaints)
    try process.run()
    process.waitUntilExit()
    defer { for file in [output, complaints] { try? FileManager.default.removeItem(at: file) } }
    return Result(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      complaints: try String(contentsOf: complaints, encoding: .utf8))
  }

  /// Gives a fresh folder that is gone afterwards.
  static func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("coffer-arguments-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// Puts a stand-in for the program into the folder, which knows a few names.
  static func placeProgram(in folder: URL) throws {
    let text = """
      #!/bin/sh
      case "$*" in
        'completions --names profiles') printf '%s\\n' acme-prod acme-test '$(touch pwned)' 'a;b' ;;
        'completions --names types') printf '%s\\n' postgres questdb ;;
        *) echo locked >&2; exit 5 ;;
      esac
      """
    let file = folder.appendingPathComponent("coffer")
    try text.write(to: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }
}
