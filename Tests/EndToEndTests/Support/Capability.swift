import Foundation

/// What a machine has to offer for a test: without it the test is skipped on a laptop and fails in CI.
enum Capability {
  static let isRoot = getuid() == 0
  static let canBeOthers = isRoot && has("setpriv")
  static let canSpy = has("strace") && has("readlink") && (!isRoot || canBeOthers)

  static let canDecrypt = wanted(has("gpg"))
  static let canReadAlone = wanted(has("python3"))

  /// Whether to run a test: always in CI, so that a missing capability is seen there.
  static func wanted(_ isThere: Bool) -> Bool {
    isThere || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  private static func has(_ program: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/sbin/"].contains { unsafe access($0 + program, X_OK) == 0 }
  }
}
