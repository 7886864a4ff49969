import Dispatch
import Foundation
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

  /// How long one list of trials may take, where the machine may be a slow one; else as long as it takes.
  private static let patience = ProcessInfo.processInfo.environment["COFFER_TRIAL_SECONDS"]
    .flatMap { Int($0) }.map { Duration.seconds($0) }

  /// Gives every finding, in no order.
  ///
  /// Where time runs out, a random choice was tried, and it is said how many.
  static func run<Trial: Sendable>(
    _ trials: [Trial], _ body: @escaping @Sendable (Trial) -> [String]
  ) async -> [String] {
    let trials = patience == nil ? trials : trials.shuffled()
    let end = patience.map { ContinuousClock.now + $0 }
    return await withCheckedContinuation { continuation in
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
            if let end, ContinuousClock.now > end { return }
            let found = body(trials[index])
            if !found.isEmpty { findings.withLock { $0 += found } }
          }
        }
        let taken = next.withLock { $0 } - workers
        if taken < trials.count {
          print("for want of time only \(taken) of \(trials.count) trials were made")
        }
        continuation.resume(returning: findings.withLock { $0 })
      }
    }
  }
}
