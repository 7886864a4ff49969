package import Vaults

/// Writes down the steps of many calls, as many at once as have come together meanwhile.
package actor Journal {
  package typealias Write = @Sendable ([RemoteChange]) async throws -> Void

  private struct Waiter {
    let goal: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private let write: Write
  private var pending: [RemoteChange] = []
  private var waiting: [Waiter] = []
  /// How many steps were taken, and how many of them are durable.
  private var taken = 0
  private var written = 0
  private var isWriting = false
  private var isTimed = false
  /// A transaction of many costs little more than one of few, but what is left at the end is waited
  /// for.
  private static let many = 512
  private static let pause = Duration.milliseconds(20)
  /// Why nothing can be written any more.
  package private(set) var failure: (any Error)?

  package init(_ write: @escaping Write) {
    self.write = write
  }

  /// Takes steps that happened; they are written soon, with what else has happened by then.
  ///
  /// Until then the intents, which are durable, tell that something was under way.
  package func add(_ changes: [RemoteChange]) {
    guard failure == nil, !changes.isEmpty else { return }
    take(changes)
    if pending.count >= Self.many {
      begin()
    } else if !isTimed {
      isTimed = true
      Task { await wait() }
    }
  }

  /// Takes steps that must be durable before anything else is done; false where they are not.
  package func commit(_ changes: [RemoteChange]) async -> Bool {
    guard failure == nil else { return false }
    take(changes)
    await flush()
    return failure == nil
  }

  /// Waits until all that was taken so far is durable; what comes meanwhile is not waited for.
  package func flush() async {
    let goal = taken
    guard written < goal, failure == nil else { return }
    begin()
    await withCheckedContinuation { waiting.append(Waiter(goal: goal, continuation: $0)) }
  }

  private func take(_ changes: [RemoteChange]) {
    pending += changes
    taken += changes.count
  }

  private func wait() async {
    try? await Task.sleep(for: Self.pause)
    isTimed = false
    if !pending.isEmpty { begin() }
  }

  private func begin() {
    guard !isWriting else { return }
    isWriting = true
    Task { await run() }
  }

  private func run() async {
    while !pending.isEmpty, failure == nil {
      let batch = pending
      pending = []
      do { try await write(batch) } catch { failure = error }
      written += batch.count
      release { $0.goal <= written }
    }
    isWriting = false
    guard failure != nil else { return }
    pending = []
    release { _ in true }
  }

  private func release(where isDone: (Waiter) -> Bool) {
    let released = waiting.filter(isDone)
    waiting.removeAll(where: isDone)
    for waiter in released { waiter.continuation.resume() }
  }
}
