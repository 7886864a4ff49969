import Auditing
import Host
import Messages
import Profiles
import Proofs
import Sealing
import Vaults

/// What others can check: checkpoints and exports of the log.
extension OpenedVault {
  func verify(_ call: VerifyAudit, _ order: Order) throws -> VerifiedAnswer {
    let outside = try call.checkpoints.map { (text: String) throws -> CheckpointLine in
      guard let line = CheckpointLine(in: text) else {
        throw Failure.invalid(
          "'\(Cleaned.text(text))' is no checkpoint",
          hint: "give files as 'coffer audit checkpoint --out FILE' writes them")
      }
      return line
    }
    let verified = try vault.verify(against: outside, by: order.author, at: order.time)
    return VerifiedAnswer(
      events: verified.log.events, head: Hex.text(verified.log.head.link),
      profiles: verified.profiles, versions: verified.versions,
      withoutKey: verified.log.withoutKey, inside: verified.checkpoints, outside: outside.count,
      lastOutside: outside.map(\.sequence).max())
  }

  func checkpoint(_ call: MakeCheckpoint, _ order: Order) throws -> CheckpointAnswer {
    let line = try vault.checkpoint(
      places: call.places.prefix(16).map { Cleaned.text($0, limit: 1_024) }, by: order.author,
      at: order.time)
    return CheckpointAnswer(
      sequence: line.sequence, time: line.time, line: line.text,
      identity: Hex.text(vault.identity))
  }

  func keepCheckpoint(_ call: KeepCheckpoint, _ order: Order) throws -> KeptCheckpoint {
    guard call.every > 0, call.kept.count <= 64 else { throw Failure.misunderstood }
    let isDue = try vault.isCheckpointDue(
      every: call.every, since: call.kept.map { CheckpointLine(in: $0) })
    guard isDue else { return KeptCheckpoint(line: nil) }
    let made = try checkpoint(MakeCheckpoint(places: call.places), order)
    return KeptCheckpoint(line: made.line)
  }

  func beginExport(_ call: BeginAuditExport, _ order: Order) throws -> AuditExportBegun {
    guard call.after ?? 0 >= 0 else { throw Failure.misunderstood }
    let export = try vault.beginExport(
      try Question(call.filter, limit: 1), after: call.after,
      into: call.place.flatMap(FileName.place), by: order.author, at: order.time)
    order.hold.export = export.isDone ? nil : export
    return AuditExportBegun(
      after: export.after, last: export.last, identity: Hex.text(vault.identity),
      unfinished: export.unfinished.map {
        UnfinishedExport(place: $0.place, after: $0.after, last: $0.last)
      })
  }

  func readExport(_ call: ReadAuditExport, _ order: Order) throws -> Frame {
    guard var export = order.hold.export, !export.isDone else {
      throw Failure(
        .usage, "no export of the log is under way in this conversation", hint: "begin with one")
    }
    let bytes = try vault.piece(of: &export, size: 1 << 20)
    order.hold.export = export
    return try Wire.answer(
      to: call, AuditExportPiece(isLast: export.isDone, opened: export.opened),
      attachments: [Secret(SecretBytes(copying: bytes.span))])
  }

  func endExport(_ call: EndAuditExport, _ order: Order) throws -> Nothing {
    // One of which only its place is known is told of by whoever found it whole there.
    let stopped = order.hold.export?.unfinished.first {
      $0.place == call.name && $0.after == call.after && $0.last == call.last
    }
    if let stopped {
      try vault.note(
        stopped, digest: Cleaned.text(call.digest, limit: 64), by: order.author, at: order.time)
      order.hold.export = nil
      return Nothing()
    }
    guard let export = order.hold.export, export.isDone, export.after == call.after,
      export.last == call.last
    else {
      throw Failure(
        .usage, "no such export of the log was read to its end in this conversation",
        hint: "begin with one")
    }
    try vault.note(
      export, as: FileName.shown(call.name), digest: Cleaned.text(call.digest, limit: 64),
      by: order.author, at: order.time)
    order.hold.export = nil
    return Nothing()
  }
}
