package import Messages

/// What `add`, `set` and `rollback` print with `--json`.
package struct SavedResult: Encodable, Equatable, Sendable {
  package let name: String
  package let version: UInt32
  /// Whether anything was written.
  package let changed: Bool
  package let fields: [String]
  package let generated: [String]
  package let missing: [String]

  package init(_ saved: SavedAnswer) {
    name = saved.name
    version = saved.version
    changed = saved.isChanged
    fields = saved.changedFields
    generated = saved.generated
    missing = saved.missing
  }

  /// The same for a person.
  ///
  /// A generated value is never among it.
  package var lines: [String] {
    var lines = [
      changed
        ? Remark.line("saved", "\(name) v\(version)")
        : Remark.line("unchanged", "\(name) v\(version)")
    ]
    if !generated.isEmpty {
      lines.append(Remark.line("generated", generated.joined(separator: ", ")))
    }
    if !missing.isEmpty {
      lines.append(Remark.line("missing", missing.joined(separator: ", ")))
    }
    return lines
  }
}

extension Context {
  /// Says what was saved.
  mutating func tell(_ saved: SavedAnswer) throws(Failure) {
    let result = SavedResult(saved)
    if isJSON { return try json(result) }
    for line in result.lines { say(line) }
  }
}
