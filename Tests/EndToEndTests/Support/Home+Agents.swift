import Foundation

extension Home {
  /// The processes that run this home's programs, newest last.
  func processes(_ program: String) -> [pid_t] {
    let wanted = Array((programs + "/" + program).utf8)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { pid_t($0) }.filter { process in
      guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else {
        return false
      }
      return line.prefix { $0 != 0 }.elementsEqual(wanted)
    }.sorted()
  }

  var agents: [pid_t] { processes("coffer-agent") }

  /// Waits until no agent is left; gives those that stay.
  func agentsLeft(after limit: Duration = .seconds(60)) -> [pid_t] {
    agentsOnceThere(are: 0, after: limit)
  }

  /// Waits until there are so many agents; gives those that there are then.
  func agentsOnceThere(are count: Int, after limit: Duration = .seconds(60)) -> [pid_t] {
    let end = ContinuousClock.now + limit
    while agents.count != count, ContinuousClock.now < end { usleep(10_000) }
    return agents
  }

  func endAgents() {
    for process in agents { _ = kill(process, SIGKILL) }
  }
}
