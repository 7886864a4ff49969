/// Begins an export of the log, in which the chosen events are disclosed and the others are links.
///
/// That it was read is written down before anything is given away.
package struct BeginAuditExport: Call {
  package typealias Answer = AuditExportBegun
  /// Only events after this one; nothing for where the last finished export ended.
  package var after: Int64?
  package var filter: EventFilter
  /// Where it will lie, so that it is found again if nobody comes to say that it does.
  package var place: String?
  package init(after: Int64?, filter: EventFilter = EventFilter(), place: String? = nil) {
    self.after = after
    self.filter = filter
    self.place = place
  }
  package var message: Message { .beginAuditExport(self) }
}

package struct AuditExportBegun: Codable, Equatable, Sendable {
  /// After which event it begins, and with which it ends.
  package let after: Int64
  package let last: Int64
  package let identity: String
  /// Exports that were begun after the last finished one, and of which nothing more is known, newest
  /// first.
  package let unfinished: [UnfinishedExport]
  package init(
    after: Int64, last: Int64, identity: String, unfinished: [UnfinishedExport] = []
  ) {
    self.after = after
    self.last = last
    self.identity = identity
    self.unfinished = unfinished
  }
}

/// An export that was to lie in a place, and may do so.
package struct UnfinishedExport: Codable, Equatable, Sendable {
  package let place: String
  package let after: Int64
  package let last: Int64
  package init(place: String, after: Int64, last: Int64) {
    self.place = place
    self.after = after
    self.last = last
  }
}

/// Fetches the next piece, as the attachments of the answer: whole lines.
package struct ReadAuditExport: Call {
  package typealias Answer = AuditExportPiece
  package init() {}
  package var message: Message { .readAuditExport(self) }
}

package struct AuditExportPiece: Codable, Equatable, Sendable {
  /// Whether it was the last.
  package let isLast: Bool
  /// How many events were disclosed so far.
  package let opened: Int64
  package init(isLast: Bool, opened: Int64) {
    self.isLast = isLast
    self.opened = opened
  }
}

/// Tells that the export lies in its place, so that the next one begins behind it.
package struct EndAuditExport: Call {
  package typealias Answer = Nothing
  package let after: Int64
  package let last: Int64
  package let name: String
  /// BLAKE2b-256 of the whole, in hexadecimal.
  package let digest: String
  package init(after: Int64, last: Int64, name: String, digest: String) {
    self.after = after
    self.last = last
    self.name = name
    self.digest = digest
  }
  package var message: Message { .endAuditExport(self) }
}
