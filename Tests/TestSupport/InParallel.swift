import Foundation
import Synchronization

/// Runs a closure on threads of their own, all at once, and gives what each of them gave.
package func inParallel<Result: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let results = Results<Result>()
  let group = DispatchGroup()
  for number in 0..<count {
    group.enter()
    Thread.detachNewThread {
      let result = body(number)
      results.all.withLock { $0.append(result) }
      group.leave()
    }
  }
  group.wait()
  return results.all.withLock { $0 }
}

private final class Results<Result: Sendable>: Sendable {
  let all = Mutex<[Result]>([])
}
