import Host

/// The two clocks of an agent: one for the record, one for how long a session may last.
package struct AgentClock: Sendable {
  /// Milliseconds since 1970, which somebody may set back.
  package let wall: @Sendable () -> Int64
  /// Time since boot, which only goes forward, also while the machine sleeps.
  package let boot: @Sendable () -> Duration

  package init(
    wall: @escaping @Sendable () -> Int64, boot: @escaping @Sendable () -> Duration
  ) {
    self.wall = wall
    self.boot = boot
  }

  package static let system = AgentClock(
    wall: { Clock.wallMilliseconds }, boot: { Clock.boot })
}
