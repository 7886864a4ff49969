import Foundation

/// A fresh home with programs of its own, and what is run in it; nothing is left of it in the end.
final class Home: Sendable {
  /// Short, as the path of a socket must be.
  let path: String
  /// Where the programs are; their processes are known by it.
  let programs: String
  /// Whether other users may look in, so that the programs can be run as one of them.
  let isShared: Bool

  init(shared: Bool = false) throws {
    let name = "cf-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    path = (shared ? "/tmp/" : Self.root) + name
    isShared = shared
    programs =
      shared
      ? path + "/bin" : Programs.folder.appendingPathComponent("placed/\(name)").path
    let files = FileManager.default
    for folder in [path, path + "/run", path + "/tmp"] {
      try files.createDirectory(
        atPath: folder, withIntermediateDirectories: false,
        attributes: [.posixPermissions: shared ? 0o777 : 0o700])
      // The mask of the process would otherwise take rights away.
      if shared { _ = unsafe chmod(folder, 0o755) }
    }
    try Programs.place(in: URL(fileURLWithPath: programs))
  }

  /// The folder for temporary files, if sockets below it have paths that are short enough.
  private static var root: String {
    let place = NSTemporaryDirectory()
    return place.utf8.count <= 32 ? place : "/tmp/"
  }

  deinit {
    endAgents()
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.removeItem(atPath: programs)
  }

  var vault: String { path + "/.local/share/coffer/vault.coffer" }

  var environment: [String: String] {
    [
      "HOME": path, "XDG_RUNTIME_DIR": path + "/run", "TMPDIR": path + "/tmp",
      "PATH": programs + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm",
    ]
  }

  /// Runs a line of shell and waits for it.
  @discardableResult
  func sh(
    _ line: String, input: Child.Input = .nothing, with extra: [String: String] = [:],
    within limit: Duration = .seconds(180)
  ) throws -> Outcome {
    try start(line, input: input, with: extra).finish(within: limit)
  }

  /// Runs `coffer` with these arguments and waits for it.
  @discardableResult
  func coffer(
    _ arguments: String..., input: Child.Input = .nothing, with extra: [String: String] = [:]
  ) throws -> Outcome {
    try Child(
      [programs + "/coffer"] + arguments, environment: environment.merging(extra) { $1 },
      folder: path, input: input
    ).finish(within: .seconds(180))
  }

  func start(
    _ line: String, input: Child.Input = .nothing, with extra: [String: String] = [:]
  ) throws -> Child {
    try Child(
      ["/bin/sh", "-c", "umask 077\n" + line], environment: environment.merging(extra) { $1 },
      folder: path, input: input)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    _ = unsafe chmod(file(name), 0o600)
  }
}
