import Messages

/// Counts denials, so that a flood of them cannot fill the record: each kind is written at most once
/// a minute, with how many there were.
struct Denials {
  static let pause = Duration.seconds(60)

  private struct Kept {
    var written: Duration
    var count: Int
  }

  private var kept: [MessageKind: Kept] = [:]

  /// Counts one; says how many to write down now, if any.
  mutating func count(_ kind: MessageKind, at now: Duration) -> Int? {
    guard var known = kept[kind] else {
      kept[kind] = Kept(written: now, count: 0)
      return 1
    }
    known.count += 1
    guard now - known.written >= Self.pause else {
      kept[kind] = known
      return nil
    }
    kept[kind] = Kept(written: now, count: 0)
    return known.count
  }

  /// What was counted and not written yet.
  mutating func takeRest() -> [(kind: MessageKind, count: Int)] {
    let rest = kept.filter { $0.value.count > 0 }
      .map { (kind: $0.key, count: $0.value.count) }
      .sorted { $0.kind.rawValue < $1.kind.rawValue }
    kept = [:]
    return rest
  }
}
