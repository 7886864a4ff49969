package import Vaults

/// Writes down the steps of many calls, as many at once as have come together meanwhile.
package actor Journal {
  package typealias Write = @Sendable ([RemoteChange]) async throws -> Void

  private let write: Write
  private var pending: [RemoteChange] = []
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isWriting = false
  private var isTimed = false
  /// A transaction of many costs little more than one of few.
  private static let many = 1_024
  private static let pause = Duration.milliseconds(100)
  /// Why nothing can be written any more.
  package private(set) var failure: (any Error)?

  package init(_ write: @escaping Write) {
    self.write = write
  }

  /// Takes steps that happened; they are written soon, with what else has happened by then.
  ///
  /// Until then the intents, which are durable, tell that something was under way.
  package func add(_ changes: [RemoteChange]) {
    guard failure == nil else { return }
    pending += changes
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
    pending += changes
    await flush()
    return failure == nil
  }

  /// Waits until all that was taken is durable.
  package func flush() async {
    while isWriting || !pending.isEmpty {
      begin()
      await withCheckedContinuation { waiting.append($0) }
    }
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
      let released = waiting
      pending = []
      waiting = []
      do { try await write(batch) } catch { failure = error }
      for waiter in released { waiter.resume() }
    }
    if failure != nil { pending = [] }
    isWriting = false
    let released = waiting
    waiting = []
    for waiter in released { waiter.resume() }
  }
}
