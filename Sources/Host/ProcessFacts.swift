import CLinux
import Glibc

/// Who runs this process, and what started it.
///
/// Facts for the record, not for decisions: a parent may call itself what it likes.
package enum ProcessFacts {
  package static var uid: UInt32 { getuid() }

  package static var pid: Int32 { getpid() }

  /// The name that the parent process goes by.
  package static var parentName: String? {
    guard let comm = try? Files.readSmall("/proc/\(getppid())/comm", limit: 256) else { return nil }
    let name = comm.filter { $0 != UInt8(ascii: "\n") }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }

  /// The login name of this user, nil if /etc/passwd does not have it.
  package static var userName: String? { PasswordFile.entry(of: uid)?.name }

  /// Whether a debugger is attached.
  ///
  /// A status that cannot be read counts as one.
  package static var isTraced: Bool { statusField("TracerPid") != "0" }

  /// How many bytes this process may lock in memory; nil for no limit.
  package static var lockedMemoryLimit: Int? {
    let limit = clinux_locked_memory_limit()
    return limit < 0 ? nil : Int(limit)
  }

  /// Whether a crash of this process could leave its memory in a file.
  package static var mayLeaveCore: Bool {
    clinux_is_dumpable() != 0 || clinux_core_limit() != 0
  }

  /// What the kernel says about this thread under a name; hardening runs while there is only one.
  package static func statusField(_ name: String) -> String? {
    guard let status = try? Files.readSmall("/proc/thread-self/status", limit: 65_536)
    else { return nil }
    for line in status.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      if text.hasPrefix(name + ":") {
        return text.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace)
          .joined(separator: " ")
      }
    }
    return nil
  }
}
