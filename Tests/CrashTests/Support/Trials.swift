import Dispatch
import Synchronization

/// Many trials at once, on threads that nobody else waits for.
enum Trials {
  private static let workers = 3

  /// Does something long there.
  static func aside<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "aside").async {
        continuation.resume(with: Result { try body() })
      }
    }
  }

  /// Gives every finding, in no order.
  static func run<Trial: Sendable>(
    _ trials: [Trial], _ body: @escaping @Sendable (Trial) -> [String]
  ) async -> [String] {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "trials").async {
        let next = Mutex(0)
        let findings = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          while true {
            let index = next.withLock { next in
              defer { next += 1 }
              return next
            }
            guard index < trials.count else { return }
            let found = body(trials[index])
            if !found.isEmpty { findings.withLock { $0 += found } }
          }
        }
        continuation.resume(returning: findings.withLock { $0 })
      }
    }
  }
}
