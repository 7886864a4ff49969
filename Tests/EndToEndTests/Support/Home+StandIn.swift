import Foundation

extension Home {
  private var standIn: String { programs + "/coffer-agent-under-test" }

  /// Puts the agent for tests, which may be traced, in the place of the one that ships.
  ///
  /// `before` stands before its command line and `after` behind it, as in a shell.
  func standIn(_ plan: String, before: String = "", after: String = "") throws {
    let tested = Programs.folder.appendingPathComponent("coffer-agent-under-test").path
    if unsafe link(tested, standIn) != 0, errno != EEXIST {
      try FileManager.default.copyItem(atPath: tested, toPath: standIn)
    }
    // It stays a child of the shell, which goes away as the agent that ships does by itself.
    let script = "#!/bin/sh\ncd '\(path)'\n\(before) '\(standIn)' \(plan) \(after) &\nexit 0\n"
    let agent = programs + "/coffer-agent"
    try FileManager.default.removeItem(atPath: agent)
    try Data(script.utf8).write(to: URL(fileURLWithPath: agent))
    _ = unsafe chmod(agent, 0o700)
  }

  /// Ends what stood in; ones that were told to end have.
  func endStandIns() {
    let end = ContinuousClock.now + .seconds(120)
    while !processes("coffer-agent-under-test").isEmpty, ContinuousClock.now < end { usleep(5_000) }
    for process in processes("coffer-agent-under-test") { _ = kill(process, SIGKILL) }
  }
}
