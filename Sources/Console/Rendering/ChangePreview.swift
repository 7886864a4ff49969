package import Arguments
package import Messages

extension OptionSpec {
  /// The wish to see what would be done.
  package static let dryRun = OptionSpec("dry-run", "show what would be done, and do nothing")
}

/// What `set --dry-run` and `rollback --dry-run` print.
package struct ChangePreview: Encodable, Equatable, Sendable {
  package let dryRun = true
  package let name: String
  package let version: UInt32
  package let differences: [DifferenceResult]
  package let note: String?
  /// The profile that would be named, or an empty text for none.
  package let via: String?
  /// The secrets that have to be given again, since they would go to a new place.
  package let asksAgainFor: [String]

  package init(
    name: String, version: UInt32, differences: [Difference], note: String? = nil,
    via: String? = nil, asksAgainFor: [String] = []
  ) {
    self.name = name
    self.version = version
    self.differences = differences.map(DifferenceResult.init)
    self.note = note
    self.via = via
    self.asksAgainFor = asksAgainFor
  }

  package func lines(mask: String) -> [String] {
    var lines = DifferenceResult.lines(differences, mask: mask)
    if let note { lines.append("~ note      \(note)") }
    if let via { lines.append("~ via       \(via.isEmpty ? "none" : via)") }
    if lines.isEmpty { return ["nothing would change on \(name) v\(version)"] }
    lines.insert("\(name) v\(version) would change:", at: 0)
    if !asksAgainFor.isEmpty {
      lines.append(
        "\(asksAgainFor.joined(separator: ", ")) would go to a new place and has to be given again")
    }
    return lines
  }
}

/// How a field differs, in machine output.
///
/// A secret has neither `before` nor `after`.
package struct DifferenceResult: Encodable, Equatable, Sendable {
  package let field: String
  package let kind: String
  package let secret: Bool
  package let before: String?
  package let after: String?

  package init(_ difference: Difference) {
    field = difference.field
    kind = difference.kind.rawValue
    secret = difference.isSecret
    before = difference.isSecret ? nil : difference.before
    after = difference.isSecret ? nil : difference.after
  }

  /// One line a field, as `~ host  old -> new`.
  package static func lines(_ differences: [DifferenceResult], mask: String) -> [String] {
    let width = differences.map(\.field.count).max() ?? 0
    return differences.map { difference in
      let gap = String(repeating: " ", count: width - difference.field.count + 2)
      return "\(difference.sign) \(difference.field)\(gap)\(difference.values(mask))"
    }
  }

  private var sign: String {
    switch kind {
    case Difference.Kind.added.rawValue: "+"
    case Difference.Kind.removed.rawValue: "-"
    default: "~"
    }
  }

  private func values(_ mask: String) -> String {
    let before = secret ? mask : before ?? ""
    let after = secret ? mask : after ?? ""
    return switch sign {
    case "+": after
    case "-": before
    default: secret ? "\(mask) (another value)" : "\(before) -> \(after)"
    }
  }
}
