import Dispatch
import Foundation
import Synchronization

/// Many trials at once, on threads that nobody else waits for.
enum Trials {
  private static let workers = 3

  /// Which share of the trials is made, of how many: all, unless `COFFER_TRIALS` says `0/6`, `1/6` and so on.
  private static let share: (number: Int, of: Int) = {
    let words = ProcessInfo.processInfo.environment["COFFER_TRIALS"]?.split(separator: "/") ?? []
    guard words.count == 2, let number = Int(words[0]), let count = Int(words[1]), count > 0
    else { return (0, 1) }
    return (number % count, count)
  }()

  /// The share of them that is made; of a few, all.
  private static func chosen<Trial>(_ trials: [Trial]) -> [Trial] {
    trials.count > 60
      ? trials.indices.filter { $0 % share.of == share.number }.map { trials[$0] } : trials
  }

  /// How many of so many trials are made.
  static func told(_ count: Int) -> String {
    let made = chosen(Array(0..<count)).count
    return made == count ? "\(count)" : "\(made) of \(count)"
  }

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
    _ all: [Trial], _ body: @escaping @Sendable (Trial) -> [String]
  ) async -> [String] {
    let trials = chosen(all)
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
            let found = body(trials[index])
            if !found.isEmpty { findings.withLock { $0 += found } }
          }
        }
        continuation.resume(returning: findings.withLock { $0 })
      }
    }
  }
}
