package import Profiles

/// A profile that arrives with many others.
package struct Arrival: Sendable {
  /// Where in the input it stands, counted from 1.
  package let line: Int
  /// The name as it was given.
  package let text: String
  /// What it says, or why it cannot be understood.
  package let contents: Result<Contents, VaultError>

  package init(line: Int, text: String, contents: Result<Contents, VaultError>) {
    self.line = line
    self.text = text
    self.contents = contents
  }

  package struct Contents: Sendable {
    package var new: NewProfile
    /// Nothing where the input does not speak of it.
    package var note: String?
    /// Secrets to be made up where there are none yet, with their lengths.
    package var wishes: [(name: String, length: Int)] = []
    /// The workspaces that it is tied to; ties that it has besides are left.
    package var bindings: [ArrivingBinding] = []

    package init(_ new: NewProfile) { self.new = new }
  }
}

/// A tie to a workspace that is there or arrives too.
package struct ArrivingBinding: Sendable {
  package let workspace: ProfileName
  /// How the connection is named; as its profile if nothing is said.
  package let pattern: RemotePattern?
  package let overrides: [String: String]

  package init(
    to workspace: ProfileName, as pattern: RemotePattern?, overrides: [String: String]
  ) {
    self.workspace = workspace
    self.pattern = pattern
    self.overrides = overrides
  }
}

/// What is done where a profile of the name is there already.
package enum ArrivalRule: String, Sendable {
  case fail, skip, update
}

/// What became of many profiles that arrived together.
package struct Arrived: Equatable, Sendable {
  package enum Fate: String, Sendable {
    case added, changed, unchanged, skipped
  }

  package struct Problem: Equatable, Sendable {
    package let line: Int
    package let name: String
    package let error: VaultError
  }

  /// How many names are told.
  package static let told = 100

  package internal(set) var counts: [Fate: Int] = [:]
  /// The first of those that were added or changed.
  package internal(set) var names: [Fate: [String]] = [:]
  package internal(set) var generated = 0
  package internal(set) var incomplete = 0
  package internal(set) var problems: [Problem] = []
  package internal(set) var problemCount = 0
  /// The logins that arrived, with the names that use them.
  package internal(set) var logins: [Login: [String]] = [:]
  /// The first of the ties that were made, changed or met.
  package internal(set) var ties: [Tie] = []
  package internal(set) var tieCounts: [Bound.Outcome: Int] = [:]
  /// The ids of what was written.
  var written: Set<ProfileID> = []

  package var total: Int { counts.values.reduce(0, +) }
  package var isWritten: Bool {
    (counts[.added] ?? 0) + (counts[.changed] ?? 0) > 0
      || tieCounts.contains { $0.key != .unchanged && $0.value > 0 }
  }

  /// What became of one tie to a workspace.
  package struct Tie: Equatable, Sendable {
    package let workspace: String
    package let bound: Bound
  }

  mutating func count(_ fate: Fate, _ name: String) {
    counts[fate, default: 0] += 1
    if counts[fate, default: 0] <= Self.told { names[fate, default: []].append(name) }
  }

  mutating func count(_ bound: Bound, to workspace: String) {
    tieCounts[bound.outcome, default: 0] += 1
    if ties.count < Self.told { ties.append(Tie(workspace: workspace, bound: bound)) }
  }

  mutating func note(_ error: VaultError, line: Int, _ name: String) {
    problemCount += 1
    guard problems.count < Self.told else { return }
    problems.append(Problem(line: line, name: Cleaned.text(name), error: error))
  }
}
