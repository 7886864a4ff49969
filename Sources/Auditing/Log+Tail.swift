package import Storage

/// Finding the true end of the chain before something is written or believed.
extension Log {
  /// What was written without a key since the vault was last written with one.
  package struct Tail: Equatable, Sendable {
    package let head: ChainHead
    /// How many refused unlocks and migrations the next event takes into the authenticated chain.
    package let absorbed: Int
    /// When they say that they were written.
    package let times: [Int64]
  }

  /// Checks that the log ends where the vault's head says, but for events that need no key.
  package static func tail(
    from head: ChainHead, of vault: [UInt8], on connection: borrowing Connection
  ) throws(AuditError) -> Tail {
    var found = head.sequence == 0 ? 0 : Int64(-1)
    var end = head
    var absorbed = 0
    var times: [Int64] = []
    do {
      var wrong: AuditError?
      try connection.forEach(
        "SELECT \(StoredEvent.columns) FROM event WHERE sequence >= ? ORDER BY sequence",
        [.integer(head.sequence)]
      ) { row throws(StorageError) in
        guard wrong == nil else { return }
        let event = try StoredEvent(row)
        if event.sequence == head.sequence {
          found = event.sequence
          if event.link(in: vault) != head.link {
            wrong = .damaged(sequence: event.sequence, "it is not the one that the vault names")
          }
          return
        }
        wrong = check(event, after: end)
        times.append(event.time)
        end = ChainHead(sequence: event.sequence, link: event.link(in: vault))
        absorbed = absorbed.addingReportingOverflow(count(in: event)).partialValue
      }
      if let wrong { throw wrong }
      guard found == head.sequence else {
        let last = try connection.integer("SELECT max(sequence) FROM event") ?? 0
        throw AuditError.cutOff(expected: head.sequence, found: last)
      }
    } catch let error as AuditError {
      throw error
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .damaged(sequence: head.sequence, "it cannot be read")
    }
    return Tail(head: end, absorbed: absorbed, times: times)
  }

  private static func check(_ event: StoredEvent, after end: ChainHead) -> AuditError? {
    guard event.sequence == end.sequence + 1, event.previous == end.link else {
      return .damaged(sequence: event.sequence, "it does not follow the one before it")
    }
    guard event.mac == nil, event.isWithinMeansOfTheKeyless else {
      return .damaged(sequence: event.sequence, "the vault does not know of it")
    }
    return nil
  }
}
