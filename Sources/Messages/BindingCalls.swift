/// Which of the objects that we answer for are meant, as the words of a command line.
package struct RemoteSelection: Codable, Hashable, Sendable {
  /// Names and globs of profiles, or `WORKSPACE/NAME` of an object over there.
  package var words: [String]
  package var labels: [String]
  package var types: [String]
  package var workspaces: [String]
  /// Words of states, such as `behind`.
  package var states: [String]
  package var all: Bool
  /// Only objects of this kind; a connection and an environment may have the same name.
  package var kind: RemoteRow.Kind?
  package init(
    words: [String] = [], labels: [String] = [], types: [String] = [], workspaces: [String] = [],
    states: [String] = [], all: Bool = false, kind: RemoteRow.Kind? = nil
  ) {
    self.words = words
    self.labels = labels
    self.types = types
    self.workspaces = workspaces
    self.states = states
    self.all = all
    self.kind = kind
  }
}

/// A name with a text: a field that a binding overrides, or a data source with its connection.
package struct NamedText: Codable, Hashable, Sendable {
  package let name: String
  package let text: String
  package init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}

/// Ties profiles to a workspace under a connection name each.
package struct BindProfiles: Call {
  package typealias Answer = BindAnswer
  package let selector: SelectorInput
  package let workspace: String
  /// How connections are named, such as `{tenant}-{stage}`; by their profiles if nothing is said.
  package var pattern: String?
  package var overrides: [NamedText] = []
  /// A connection name that is bound to another profile is taken over.
  package var replace = false
  /// Tells what would be done, and does nothing.
  package var isTrial = false
  package init(_ selector: SelectorInput, to workspace: String) {
    self.selector = selector
    self.workspace = workspace
  }
  package var message: Message { .bind(self) }
}

package struct BindAnswer: Codable, Equatable, Sendable {
  package struct Row: Codable, Equatable, Sendable {
    package let profile: String
    package let workspace: String
    package let connection: String
    /// `bound`, `changed`, `moved` from another profile, or `unchanged`.
    package let outcome: String
    package init(profile: String, workspace: String, connection: String, outcome: String) {
      self.profile = profile
      self.workspace = workspace
      self.connection = connection
      self.outcome = outcome
    }
  }
  package let rows: [Row]
  package init(rows: [Row]) { self.rows = rows }
}

/// Lets go of objects; with `deleteRemote` the next push deletes them over there first.
package struct Unbind: Call {
  package typealias Answer = RemotesAnswer
  package let selection: RemoteSelection
  package let deleteRemote: Bool
  /// Environments of ours that use the connections go with them.
  package var withEnvironments = false
  package var isTrial = false
  package init(_ selection: RemoteSelection, deleteRemote: Bool) {
    self.selection = selection
    self.deleteRemote = deleteRemote
  }
  package var message: Message { .unbind(self) }
}

/// Says what an environment, or a template of environments, maps.
package struct SetEnvironment: Call {
  package typealias Answer = EnvironmentsAnswer
  package let workspace: String
  /// A name, or with braces a template such as `{tenant}-{stage}`.
  package let name: String
  package let sources: [NamedText]
  package init(workspace: String, name: String, sources: [NamedText]) {
    self.workspace = workspace
    self.name = name
    self.sources = sources
  }
  package var message: Message { .setEnvironment(self) }
}

package struct RemoveEnvironments: Call {
  package typealias Answer = EnvironmentsAnswer
  package let workspace: String
  package let names: [String]
  /// The next push deletes them over there; otherwise they are only let go of.
  package let deleteRemote: Bool
  package init(workspace: String, names: [String], deleteRemote: Bool) {
    self.workspace = workspace
    self.names = names
    self.deleteRemote = deleteRemote
  }
  package var message: Message { .removeEnvironments(self) }
}

package struct AskEnvironments: Call {
  package typealias Answer = EnvironmentsAnswer
  package var workspace: String?
  package var names: [String]
  package init(workspace: String? = nil, names: [String] = []) {
    self.workspace = workspace
    self.names = names
  }
  package var message: Message { .environments(self) }
}

package struct EnvironmentsAnswer: Codable, Equatable, Sendable {
  package struct Row: Codable, Equatable, Sendable {
    package let workspace: String
    package let name: String
    package let isTemplate: Bool
    package let sources: [NamedText]
    /// The state of the object; a template has none.
    package var state: String?
    package var reason: String?
    /// For a change: `set`, `changed`, `unchanged`, `leaving`, `removed`.
    package var outcome: String?
    package init(
      workspace: String, name: String, isTemplate: Bool, sources: [NamedText],
      state: String? = nil, reason: String? = nil, outcome: String? = nil
    ) {
      self.workspace = workspace
      self.name = name
      self.isTemplate = isTemplate
      self.sources = sources
      self.state = state
      self.reason = reason
      self.outcome = outcome
    }
  }
  package let rows: [Row]
  package init(rows: [Row]) { self.rows = rows }
}

/// The states of objects as the vault knows them, without asking anybody.
package struct AskStatus: Call {
  package typealias Answer = RemotesAnswer
  package let selection: RemoteSelection
  package init(_ selection: RemoteSelection) { self.selection = selection }
  package var message: Message { .status(self) }
}

package struct RemotesAnswer: Codable, Equatable, Sendable {
  package let rows: [RemoteRow]
  package init(rows: [RemoteRow]) { self.rows = rows }
}

/// An object in a workspace that we answer for, and what is known of it.
package struct RemoteRow: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case connection, environment }
  package let kind: Kind
  package let workspace: String
  package let name: String
  package var profile: String?
  package var type: String?
  /// One of the words of `RemoteState`.
  package let state: String
  /// Why, in plain words; empty where there is nothing to say.
  package var reason: String
  /// What would help; empty where nothing is needed.
  package var hint: String
  /// Fields that differ over there.
  package var drift: [String] = []
  /// The version of the profile that was accepted last.
  package var version: UInt32?
  /// Milliseconds since 1970.
  package var acceptedAt: Int64?
  package var testedAt: Int64?
  package var seenAt: Int64?
  /// It is to be deleted over there.
  package var isLeaving = false
  /// What came of the last check of this version from here, and when.
  package var verdict: String?
  package var checkedAt: Int64?
  package init(
    _ kind: Kind, workspace: String, name: String, state: String, reason: String = "",
    hint: String = ""
  ) {
    self.kind = kind
    self.workspace = workspace
    self.name = name
    self.state = state
    self.reason = reason
    self.hint = hint
  }

  package var path: String { workspace + "/" + name }
}
