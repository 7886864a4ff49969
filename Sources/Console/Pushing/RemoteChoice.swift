package import Arguments
package import Messages
import Profiles

/// The options and words by which commands are told which objects in workspaces they are about.
package enum RemoteChoice {
  /// The states in the order in which a person wants to see them.
  package static let states = [
    "failing", "missing", "drifted", "foreign", "unknown", "new", "behind", "untested", "adopted",
    "in sync",
  ]

  package static let workspace = OptionSpec(
    "workspace", value: ValueSpec("WORKSPACE", completion: .workspace), repeats: true,
    "only objects in this workspace")

  package static let operand = OperandSpec(
    "NAME", "a profile, a pattern with * and ?, or WORKSPACE/NAME of an object over there",
    arity: .manyOptional, completion: .profile)

  /// Without `--all`, which `status` has a use of its own for.
  package static let filters: [OptionSpec] =
    Selection.options.filter { $0.long != "all" } + [
      workspace,
      OptionSpec(
        "state",
        value: ValueSpec("STATE", choices: states.map { $0.replacing(" ", with: "-") }),
        repeats: true, "only objects in this state"),
    ]

  package static let options: [OptionSpec] =
    filters + [OptionSpec("all", "everything that is bound")]

  /// What was selected; that nothing was is an error unless it may mean everything.
  package static func read(
    _ invocation: Invocation, emptyIsAll: Bool = false
  ) throws(Failure) -> RemoteSelection {
    var selection = RemoteSelection(
      words: invocation.operands("NAME"), labels: invocation.values("label"),
      types: invocation.values("type"), workspaces: invocation.values("workspace"),
      states: invocation.values("state").map { $0.replacing("-", with: " ") },
      all: invocation.flag("all"))
    for word in selection.words { try check(word) }
    for name in selection.workspaces { _ = try named(try ProfileName(name)) }
    _ = try named(try Selector(words: [], labels: selection.labels, types: [], all: false))
    if selection.isEmpty {
      guard emptyIsAll else {
        throw .usage(
          "nothing was selected",
          hint: "name profiles or WORKSPACE/NAME, or use -l KEY=VALUE, --workspace NAME or --all")
      }
      selection.all = true
    }
    return selection
  }

  /// A name or pattern, or two of them with a slash between.
  private static func check(_ word: String) throws(Failure) {
    let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    for part in parts {
      _ = try named(try Selector(words: [String(part)], labels: [], types: [], all: false))
    }
  }
}

extension RemoteSelection {
  /// Exactly these objects.
  package init(paths: [String], kind: RemoteRow.Kind? = nil) {
    self.init(words: paths, kind: kind)
  }

  package var isEmpty: Bool {
    words.isEmpty && labels.isEmpty && types.isEmpty && workspaces.isEmpty && states.isEmpty && !all
  }

  /// Whether one thing was called by its name, so that nobody can be surprised by how many it is.
  package var isOneName: Bool {
    guard let word = words.first, words.count == 1, !all else { return false }
    return labels.isEmpty && types.isEmpty && states.isEmpty && !Glob.isPattern(word)
  }
}
