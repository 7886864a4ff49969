import Host
import Messages

/// What the agent says of itself and of the file, with no key.
enum ProgramFindings {
  /// A clock that goes back by less is being set, not broken.
  private static let slack: Int64 = 60_000

  static func list(_ found: Examined, now: Int64) -> [Finding] {
    [versions(found), memory(found), cores(found), contents(found), clock(found, now: now)]
  }

  /// Where there was no talking to the agent at all.
  static func list(_ failure: Failure) -> [Finding] {
    [.problem("agent", failure.message, failure.hint)]
  }

  private static func versions(_ found: Examined) -> Finding {
    guard found.build == Conversation.build else {
      return .problem(
        "agent", "coffer is \(Conversation.build), but coffer-agent is \(found.build)",
        "install both from one release")
    }
    return .ok("agent", "both programs are \(found.build)")
  }

  private static func memory(_ found: Examined) -> Finding {
    let limit =
      found.lockLimit.map { "\($0 >> 10) KiB may be locked" } ?? "any amount may be locked"
    guard found.isMemoryLocked else {
      return .problem(
        "memory", "secrets may be swapped out to disk: memory cannot be locked; \(limit)",
        "raise the limit, for example by LimitMEMLOCK=64M in systemd or in limits.conf")
    }
    guard let bytes = found.lockLimit, bytes < 1 << 20 else {
      return .ok("memory", "secrets are locked in memory; \(limit)")
    }
    return .warning(
      "memory", "secrets are locked in memory, but only \(limit)",
      "raise the limit, for example by LimitMEMLOCK=64M in systemd or in limits.conf")
  }

  private static func cores(_ found: Examined) -> Finding {
    guard !found.mayLeaveCore else {
      return .problem(
        "crashes", "a crash of the agent would leave its memory in a file",
        "report this as a mistake of the program")
    }
    let pattern = (try? Files.readSmall("/proc/sys/kernel/core_pattern", limit: 4_096)) ?? []
    let handler = pattern.first == UInt8(ascii: "|") ? ", nor with the handler of this system" : ""
    return .ok("crashes", "a crash leaves no memory behind\(handler)")
  }

  private static func contents(_ found: Examined) -> Finding {
    if let trouble = found.trouble { return .problem("contents", trouble.message, trouble.hint) }
    guard found.pending.isEmpty else {
      return .warning(
        "contents", "the vault is of an older form (\(found.pending.joined(separator: ", ")))",
        "run: coffer migrate")
    }
    return .ok("contents", "every page of the file can be read, and its form is the newest")
  }

  private static func clock(_ found: Examined, now: Int64) -> Finding {
    guard let last = found.lastEvent, last > now + slack else {
      return .ok("clock", "it is \(Times.text(now))")
    }
    return .problem(
      "clock", "it is \(Times.text(now)), but the vault was last used at \(Times.text(last))",
      "set the clock: the record and the age of backups follow it")
  }
}
