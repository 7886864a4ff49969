import Arguments
package import Messages

extension Command {
  /// Checks the log and every record.
  static let auditVerify = Command(
    CommandSpec(
      "audit verify", group: "audit", summary: "check the whole log and every record",
      discussion: """
        Walks the chain of events, opens every record, and compares the two. What it cannot see is \
        the return of an older copy of the whole file.
        """,
      examples: [Example("coffer audit verify", "says whether anything was tampered with")])
  ) { _, context throws(Failure) in
    let result = VerifyResult(try context.ask(VerifyAudit()).answer)
    try context.show(result) { context in
      for line in result.lines { context.out(line) }
    }
    return .done
  }
}

/// What `coffer audit verify` prints.
package struct VerifyResult: Encodable, Equatable, Sendable {
  package let events: Int64
  /// The hash of the last event.
  package let head: String
  package let profiles: Int
  package let versions: Int
  /// Events that were written without a key.
  package let withoutKey: Int64

  package init(_ answer: VerifiedAnswer) {
    events = answer.events
    head = answer.head
    profiles = answer.profiles
    versions = answer.versions
    withoutKey = answer.withoutKey
  }

  package var lines: [String] {
    let counts = [
      Remark.count(Int(events), "event"), Remark.count(profiles, "profile"),
      Remark.count(versions, "version"),
    ]
    var lines = [
      Remark.line("whole", counts.joined(separator: ", ")), Remark.line("head", head),
    ]
    if withoutKey > 0 {
      lines.append(
        Remark.line(
          "note",
          "\(Remark.count(Int(withoutKey), "event")) written without a key, as a refused"
            + " unlock is"))
    }
    return lines
  }
}
