import Glibc
import Synchronization

/// Marks a thread that is in the middle of a step, so that the parts of one are not counted again.
package enum Nesting {
  private static let threads = Mutex<[UInt]>([])

  package static var isWithin: Bool {
    let own = UInt(pthread_self())
    return threads.withLock { $0.contains(own) }
  }

  package static func within<Result>(_ body: () -> Result) -> Result {
    let own = UInt(pthread_self())
    threads.withLock { $0.append(own) }
    defer {
      threads.withLock { threads in
        if let place = threads.lastIndex(of: own) { threads.remove(at: place) }
      }
    }
    return body()
  }
}
