package import Auditing
package import Proofs

/// An export of the log that is under way.
package struct LogExport: Sendable {
  /// After which event it begins, and with which it ends.
  package let after: Int64
  package let last: Int64
  package let end: CheckpointLine
  package let link: [UInt8]
  let query: Query
  /// Whether it leaves no gap behind the exports before it, so that the next may go on from it.
  let continues: Bool
  /// Up to which event it was given away.
  package var done: Int64
  package var opened: Int64 = 0
  package var hasBegun = false

  package var isDone: Bool { done >= last }
}

/// Giving the log away, in pieces.
extension Vault {
  /// Where the last finished export of everything ended, as the log tells it.
  private borrowing func lastExported(in standing: Standing) throws(VaultError) -> Int64 {
    var query = Query(limit: 64)
    query.each = [[.action(Action.auditExported.rawValue)]]
    while true {
      let events: [OpenedEvent]
      do throws(AuditError) {
        events = try Log.events(
          query, in: standing.head.order, of: id, keys: keys.audit, on: connection)
      } catch {
        throw .audit(error)
      }
      // One of a part only, or behind a gap, says no head.
      if let head = events.lazy.compactMap({ $0.values(of: .head).first }).first {
        return Int64(head) ?? 0
      }
      guard events.count == query.limit, let oldest = events.last else { return 0 }
      query.before = oldest.sequence
    }
  }

  /// Writes down that the log is read, and signs where it stands; the export ends there.
  ///
  /// It is empty where it was to begin behind the end.
  package borrowing func beginExport(
    _ question: Question, after given: Int64?, by author: Author, at time: Int64
  ) throws(VaultError) -> LogExport {
    try write { standing throws(VaultError) in
      let found = try find(question, in: &standing)
      let before = try lastExported(in: standing)
      let after = given ?? before
      let link: [UInt8]?
      do throws(AuditError) {
        link = try Log.link(of: after, in: id, on: connection)
      } catch {
        throw VaultError.audit(error)
      }
      try record(
        EventDraft(
          .auditRead, at: time, by: author,
          [Detail(.query, "export after \(after)")]
            + found.names.prefix(16).map { Detail(.name, $0) }
            + found.words.map { Detail(.query, $0) }), in: &standing)
      let end = try signed(standing.head.chain, at: time, in: standing)
      return LogExport(
        after: after, last: end.sequence, end: end, link: link ?? [], query: found.query,
        continues: found.query.isWhole && after <= before, done: after)
    }
  }

  /// The next lines of an export: whole ones, about as many bytes as are wanted.
  package borrowing func piece(
    of export: inout LogExport, size: Int
  ) throws(VaultError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 65_536)
    if !export.hasBegun {
      ExportLine.start(
        vault: id, identity: identity, after: export.after, link: export.link
      ).append(to: &bytes)
      export.hasBegun = true
    }
    while bytes.count < size, !export.isDone {
      let events = try next(of: export)
      guard !events.isEmpty else {
        throw .audit(.cutOff(expected: export.last, found: export.done))
      }
      for (event, facts) in events where bytes.count < size {
        ExportLine.event(event, facts: facts).append(to: &bytes)
        if facts != nil { export.opened += 1 }
        export.done = event.header.sequence
      }
    }
    if export.isDone { ExportLine.end(export.end).append(to: &bytes) }
    return bytes
  }

  private borrowing func next(
    of export: LogExport
  ) throws(VaultError) -> [(event: ExportedEvent, facts: [Fact]?)] {
    let batch = 256
    let last = min(export.last, export.done + Int64(batch))
    let isWhole = export.query.isWhole
    return try read { standing throws(VaultError) in
      do throws(AuditError) {
        let chosen: Set<Int64> =
          isWhole
          ? []
          : try Log.chosen(
            export.query, after: export.done, upTo: last, in: standing.head.order,
            keys: keys.audit, on: connection)
        return try Log.exported(
          after: export.done, upTo: last, limit: batch, of: id, keys: keys.audit, on: connection
        ) { isWhole || chosen.contains($0) }
      } catch {
        throw VaultError.audit(error)
      }
    }
  }

  /// Writes down that an export lies in its place; the next may begin where it ended, unless it told
  /// of a part only.
  package borrowing func note(
    _ export: LogExport, as name: String, digest: String, by author: Author, at time: Int64
  ) throws(VaultError) {
    let span = "\(export.after + 1) to \(export.last)"
    try note(
      EventDraft(
        .auditExported, at: time, by: author,
        [
          Detail(.file, name), Detail(.digest, digest),
          Detail(.count, String(export.last - export.after)),
          export.continues ? Detail(.head, String(export.last)) : Detail(.query, span),
        ]))
  }
}
