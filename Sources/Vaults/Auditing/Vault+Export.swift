package import Auditing
package import Proofs

/// An export of the log that is under way.
package struct LogExport: Sendable {
  /// After which event it begins, and with which it ends.
  package let after: Int64
  package let last: Int64
  package let end: CheckpointLine
  package let link: [UInt8]
  /// Exports that were begun since the last one was finished, newest first.
  package let unfinished: [StoppedExport]
  let query: Query
  /// Whether it leaves no gap behind the exports before it, so that the next may go on from it.
  let continues: Bool
  /// Up to which event it was given away.
  package var done: Int64
  package var opened: Int64 = 0
  package var hasBegun = false

  package var isDone: Bool { done >= last }
}

/// An export from which the next may go on, and of which nothing is known but where it was to lie.
package struct StoppedExport: Equatable, Sendable {
  package let place: String
  package let after: Int64
  package let last: Int64
}

/// Giving the log away, in pieces.
extension Vault {
  /// What events about exports name as their subject, so that they are found without a search.
  private static var exports: [UInt8] { Array("coffer exports !".utf8) }
  private static var exportAfter: String { "export after " }

  /// Where the last finished export of everything ended, as the log tells it, and the event that does.
  private borrowing func lastExported(
    in standing: Standing
  ) throws(VaultError) -> (event: Int64, last: Int64) {
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
      for event in events {
        if let head = event.values(of: .head).first { return (event.sequence, Int64(head) ?? 0) }
      }
      guard events.count == query.limit, let oldest = events.last else { return (0, 0) }
      query.before = oldest.sequence
    }
  }

  /// Exports that were begun after an event and may lie in their place, though nobody said so.
  private borrowing func unfinished(after sequence: Int64) throws(VaultError) -> [StoppedExport] {
    do throws(AuditError) {
      return try Log.latest(
        .auditRead, about: Self.exports, limit: 16, of: id, keys: keys.audit, on: connection
      ).compactMap { event in
        // Only those from which the next may go on name a place.
        guard event.sequence > sequence, let place = event.values(of: .file).first,
          let query = event.values(of: .query).first, query.hasPrefix(Self.exportAfter),
          let after = Int64(query.dropFirst(Self.exportAfter.count))
        else { return nil }
        return StoppedExport(place: place, after: after, last: event.sequence)
      }
    } catch {
      throw .audit(error)
    }
  }

  /// Writes down that the log is read, and signs where it stands; the export ends there.
  ///
  /// It is empty where it was to begin behind the end.
  package borrowing func beginExport(
    _ question: Question, after given: Int64?, into place: String?, by author: Author,
    at time: Int64
  ) throws(VaultError) -> LogExport {
    try write { standing throws(VaultError) in
      let found = try find(question, in: &standing)
      let exported = try lastExported(in: standing)
      let after = given ?? exported.last
      let unfinished = try unfinished(after: exported.event)
      let continues = found.query.isWhole && after <= exported.last
      let link: [UInt8]?
      do throws(AuditError) {
        link = try Log.link(of: after, in: id, on: connection)
      } catch {
        throw VaultError.audit(error)
      }
      var details = [Detail(.query, Self.exportAfter + String(after))]
      if continues, let place { details.append(Detail(.file, place)) }
      details += found.names.prefix(16).map { Detail(.name, $0) }
      details += found.words.map { Detail(.query, $0) }
      try record(
        EventDraft(.auditRead, subject: Self.exports, at: time, by: author, details),
        in: &standing)
      let end = try signed(standing.head.chain, at: time, in: standing)
      return LogExport(
        after: after, last: end.sequence, end: end, link: link ?? [], unfinished: unfinished,
        query: found.query, continues: continues, done: after)
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
      exported: name, digest: digest, events: export.last - export.after,
      export.continues ? Detail(.head, String(export.last)) : Detail(.query, span), by: author,
      at: time)
  }

  /// The same of one whose maker was stopped before it could say so.
  package borrowing func note(
    _ export: StoppedExport, digest: String, by author: Author, at time: Int64
  ) throws(VaultError) {
    try note(
      exported: export.place, digest: digest, events: export.last - export.after,
      Detail(.head, String(export.last)), by: author, at: time)
  }

  private borrowing func note(
    exported name: String, digest: String, events: Int64, _ span: Detail, by author: Author,
    at time: Int64
  ) throws(VaultError) {
    try note(
      EventDraft(
        .auditExported, subject: Self.exports, at: time, by: author,
        [
          Detail(.file, name), Detail(.digest, digest), Detail(.count, String(events)), span,
        ]))
  }
}
