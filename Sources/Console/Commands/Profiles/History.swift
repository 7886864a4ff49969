package import Arguments
package import Messages
import Profiles

extension Command {
  /// Shows the versions of a profile.
  static let history = Command(
    CommandSpec(
      "history", group: "profiles", summary: "show the versions of a profile",
      discussion: """
        With --diff it shows in what two versions differ: the previous and the current one, or those \
        named as A..B. Of secrets it shows only whether they differ.
        """,
      operands: [
        OperandSpec("NAME", "the profile", completion: .profile),
        OperandSpec("A..B", "two versions to compare, with --diff", arity: .optional),
      ],
      options: [OptionSpec("diff", "show in what two versions differ")],
      examples: [
        Example("coffer history acme-prod-ch", "lists the versions"),
        Example("coffer history acme-prod-ch --diff", "compares the current one with the last"),
        Example("coffer history acme-prod-ch --diff 2..5", "compares two versions"),
      ])
  ) { invocation, context throws(Failure) in
    if let call = try comparison(invocation) {
      let compared = CompareResult(try context.ask(call).answer)
      try context.show(compared) { context in
        for line in compared.lines(mask: Mask.text) { context.out(line) }
      }
      return .done
    }
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    let history = try context.ask(AskHistory(name: name.text)).answer
    try context.show(HistoryResult(history)) { context in
      var table = Table("version", "state", "made", "", "changed")
      for version in history.versions.reversed() {
        table.add(
          "v\(version.number)", version.state, Times.text(version.madeAt),
          Times.age(version.madeAt, now: context.now), version.changed.joined(separator: ", "))
      }
      context.table(table)
    }
    return .done
  }

  /// The comparison that was asked for, if it was one.
  package static func comparison(_ invocation: Invocation) throws(Failure) -> CompareVersions? {
    let range = invocation.operand("A..B")
    guard invocation.flag("diff") else {
      guard range == nil else {
        throw .usage("two versions were named, but nothing to do with them", hint: "add --diff")
      }
      return nil
    }
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    guard let range else { return CompareVersions(name: name.text) }
    let ends = try VersionRange(range)
    return CompareVersions(name: name.text, from: ends.from, to: ends.to)
  }
}

/// What `coffer history --json` prints.
struct HistoryResult: Encodable, Equatable {
  struct Version: Encodable, Equatable {
    let version: UInt32
    let state: String
    let madeAt: String
    let changed: [String]
  }
  let name: String
  /// Oldest first.
  let versions: [Version]

  init(_ answer: HistoryAnswer) {
    name = answer.name
    versions = answer.versions.map {
      Version(
        version: $0.number, state: $0.state, madeAt: Times.text($0.madeAt), changed: $0.changed)
    }
  }
}

/// What `coffer history --diff` prints.
package struct CompareResult: Encodable, Equatable, Sendable {
  package let name: String
  package let from: UInt32
  package let to: UInt32
  package let differences: [DifferenceResult]

  package init(_ answer: CompareAnswer) {
    name = answer.name
    from = answer.from
    to = answer.to
    differences = answer.differences.map(DifferenceResult.init)
  }

  package func lines(mask: String) -> [String] {
    let heading = "\(name) v\(from)..v\(to)"
    if differences.isEmpty { return ["\(heading): no difference"] }
    return [heading] + DifferenceResult.lines(differences, mask: mask)
  }
}
