/// The requests to one server: those on their way are counted, the others wait for their turn.
final class Lane {
  let origin: String
  private(set) var running = 0
  private var queue: [UInt64] = []
  private var next = 0

  init(to origin: String) { self.origin = origin }

  /// Nothing is on its way or waits.
  var isEmpty: Bool { running == 0 && next == queue.count }

  func wait(_ number: UInt64) { queue.append(number) }

  func start() { running += 1 }

  func end() { running -= 1 }

  /// The one whose turn it is, if fewer than `most` are on their way.
  func pop(most: Int) -> UInt64? {
    guard running < most, next < queue.count else { return nil }
    defer {
      next += 1
      if next == queue.count {
        queue.removeAll(keepingCapacity: true)
        next = 0
      }
    }
    return queue[next]
  }
}
