import Arguments
import Messages

/// What a session that is about to be opened may do, and for how long.
struct SessionLimits: Equatable, Sendable {
  let scope: SessionScope
  let idleSeconds: Int
  let totalSeconds: Int

  /// 30 minutes idle, 10 hours in all.
  static let usual = SessionLimits(scope: .use, idleSeconds: 1_800, totalSeconds: 36_000)

  static let options: [OptionSpec] = [
    OptionSpec("full", "let the session read secrets and change everything"),
    OptionSpec(
      "idle", value: ValueSpec("TIME"), "end it after so long without use, 30m if not given"),
    OptionSpec(
      "total", value: ValueSpec("TIME"), "end it after so long in any case, 10h if not given"),
  ]

  init(scope: SessionScope, idleSeconds: Int, totalSeconds: Int) {
    self.scope = scope
    self.idleSeconds = idleSeconds
    self.totalSeconds = totalSeconds
  }

  init(_ invocation: Invocation) throws(Failure) {
    var idle = Self.usual.idleSeconds
    var total = Self.usual.totalSeconds
    if let text = invocation.value("total") { total = try Spans.seconds(text, option: "--total") }
    if let text = invocation.value("idle") { idle = try Spans.seconds(text, option: "--idle") }
    self.init(
      scope: invocation.flag("full") ? .full : .use, idleSeconds: min(idle, total),
      totalSeconds: total)
  }
}
