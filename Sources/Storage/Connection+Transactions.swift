import CSQLite

extension Connection {
  /// When a transaction takes its place in the queue of writers.
  package enum Kind: Sendable {
    /// At once: whoever means to write waits here and never fails later for having read before.
    case immediate
    /// At its first write; a plain reader never waits.
    case deferred
  }

  /// Opens a transaction.
  package borrowing func begin(_ kind: Kind = .immediate) throws(StorageError) {
    switch kind {
    case .immediate: try execute("BEGIN IMMEDIATE")
    case .deferred: try execute("BEGIN DEFERRED")
    }
  }

  /// Makes the open transaction durable; a failure marks the connection as one to be dropped.
  package borrowing func commit() throws(StorageError) {
    do throws(StorageError) {
      try execute("COMMIT")
    } catch {
      rollback()
      doubt()
      throw error
    }
  }

  /// Undoes the open transaction, if there is one.
  package borrowing func rollback() {
    guard isInTransaction else { return }
    do throws(StorageError) { try execute("ROLLBACK") } catch { doubt() }
  }

  /// Runs the closure in a transaction, which ends with it: committed, or rolled back if it throws.
  package borrowing func transaction<T: ~Copyable, E: Error>(
    _ kind: Kind = .immediate, mapping: (StorageError) -> E, _ body: () throws(E) -> T
  ) throws(E) -> T {
    do throws(StorageError) { try begin(kind) } catch { throw mapping(error) }
    let result: T
    do throws(E) {
      result = try body()
    } catch {
      rollback()
      throw error
    }
    do throws(StorageError) { try commit() } catch { throw mapping(error) }
    return result
  }

  /// Runs the closure in a transaction, when it throws nothing but storage errors.
  package borrowing func transaction<T: ~Copyable>(
    _ kind: Kind = .immediate, _ body: () throws(StorageError) -> T
  ) throws(StorageError) -> T {
    try transaction(kind, mapping: { $0 }, body)
  }
}
