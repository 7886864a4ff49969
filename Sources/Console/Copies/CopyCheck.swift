import Messages

/// Looking at a copy without touching the vault.
enum CopyCheck {
  static func run(_ path: String, _ context: inout Context) throws(Failure) -> ExitStatus {
    let facts = try context.check(copy: path, as: CopyName.last(of: path))
    if context.isJSON {
      try context.json(CopyResult(facts))
      return .done
    }
    context.say("whole     \(facts.counts)")
    context.say("as of     \(Times.text(facts.lastEvent))")
    context.say("vault     \(facts.id)")
    return .done
  }
}

extension CopyFacts {
  /// What is in it, in numbers.
  var counts: String {
    [
      Remark.count(Int(events), "event"), Remark.count(profiles, "profile"),
      Remark.count(versions, "version"),
    ].joined(separator: ", ")
  }
}

/// What `coffer backup --check FILE --json` prints.
struct CopyResult: Encodable, Equatable {
  let digest: String
  let epoch: Int64
  let events: Int64
  let id: String
  let isRecorded: Bool
  let lastEvent: String
  let profiles: Int
  let size: Int
  let versions: Int

  init(_ facts: CopyFacts) {
    digest = facts.digest
    epoch = facts.epoch
    events = facts.events
    id = facts.id
    isRecorded = facts.isRecorded
    lastEvent = Times.text(facts.lastEvent)
    profiles = facts.profiles
    size = facts.size
    versions = facts.versions
  }
}
