import Messages

/// How far a drill came.
struct DrillEnd {
  /// How each credential ended.
  var rows: [RotationRow] = []
  /// What this session may not begin.
  var refused: [String: Failure] = [:]
  var failure: Failure?
  var wasStopped = false

  var isOver: Bool { failure != nil || wasStopped }

  fileprivate mutating func take(_ end: RotationEnd) {
    // What is done once more is told once.
    let names = Set(end.progress.rows.flatMap(\.names))
    rows.removeAll { row in row.names.contains(where: names.contains) }
    rows += end.progress.rows
    failure = end.progress.failure
    wasStopped = end.wasStopped
  }
}

extension Context {
  /// Rotates rank by rank; the next is begun only when all of one came to rest.
  mutating func carryOut(
    _ drill: Drill, of profiles: [ProfileSummary], keepsRunning: Bool
  ) throws(Failure) -> DrillEnd {
    let names = Dictionary(profiles.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    var end = DrillEnd()
    for rank in Rank.allCases where !end.isOver {
      let rows = drill.rows[rank] ?? []
      try replace(rows, keepsRunning, &end)
      // What was begun before may have ended with a secret that somebody knows, too.
      let begun = Set(rows.filter(\.isBegun).flatMap(\.names))
      guard !begun.isEmpty, !end.isOver else { continue }
      let done = Set(end.rows.filter { $0.state == "done" }.flatMap(\.names))
      let again = try exposures().filter { !$0.isOver }.compactMap { names[$0.id] }
        .filter { begun.contains($0) && done.contains($0) }
      let trial = try trial(again)
      for trouble in trial.troubles { end.refused[trouble.name] = trouble.failure }
      try replace(trial.rows, keepsRunning, &end)
    }
    return end
  }

  /// Rotates what Coffer does alone, and then what asks for a person.
  private mutating func replace(
    _ rows: [RotationPlanRow], _ keepsRunning: Bool, _ end: inout DrillEnd
  ) throws(Failure) {
    for asksPerson in [false, true] where !end.isOver {
      let part = rows.filter { ($0.strategy == "assisted") == asksPerson }
      guard !part.isEmpty else { continue }
      var call = BeginRotation(.rotate, SelectorInput(words: part.map { $0.names[0] }))
      if !keepsRunning { call.grace = 0 }
      do throws(Failure) {
        if let followed = try follow(call) { end.take(followed) }
      } catch {
        // A session for use does what it may; the rest is listed.
        guard error.status == .scope else { throw error }
        for name in part.flatMap(\.names) { end.refused[name] = error }
      }
    }
  }
}
