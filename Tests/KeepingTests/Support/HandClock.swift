import Keeping
import Synchronization

/// Clocks that a test sets by hand.
final class HandClock: Sendable {
  private let times = Mutex((wall: Int64(1_800_000_000_000), boot: Duration.seconds(100)))

  var clock: AgentClock {
    AgentClock(
      wall: { self.times.withLock { $0.wall } }, boot: { self.times.withLock { $0.boot } })
  }

  func set(wall: Int64) { times.withLock { $0.wall = wall } }
  func advance(_ duration: Duration) { times.withLock { $0.boot += duration } }
}
