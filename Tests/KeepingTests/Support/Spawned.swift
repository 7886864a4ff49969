import Host

/// The built agent as a process of its own.
enum Spawned {
  private static var environment: [String] {
    Environment.entries(["HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_DATA_HOME"])
  }

  static func agent() throws -> Client {
    try spawn(try ProgramPath.sibling("coffer-agent"), ["--conversation"])
  }

  /// One that can make no file longer than this, as on a disk that is nearly full.
  static func agent(longestFile kibibytes: Int) throws -> Client {
    let program = try ProgramPath.sibling("coffer-agent")
    let limit = kibibytes * 2
    return try spawn("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f \(limit); exec '\(program)'"])
  }

  private static func spawn(_ program: String, _ arguments: [String]) throws -> Client {
    let ends = try LocalSocket.pair().split { near, far in (near.release(), far.release()) }
    let client = Client(Descriptor(ends.0))
    try Spawner.spawn(
      program: program, arguments: arguments, environment: environment,
      socket: Descriptor(ends.1))
    return client
  }
}
