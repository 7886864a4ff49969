/// Something in a workspace that we answer for: what it is to be, and what is known of it.
package struct Remote: Hashable, Sendable {
  /// What it is to be.
  package enum Aim: Hashable, Sendable {
    /// A connection with the contents of a profile, some fields of which are overridden.
    case connection(profile: ProfileID, overrides: [String: String])
    case environment([DataSource])
    /// Not an object over there, but how environments are made for each set of labels.
    case template([DataSource])
  }

  /// Whose object it is.
  package enum Ownership: UInt8, Sendable {
    /// Nothing of that name was made or taken over by us yet.
    case none = 0
    case created = 1
    case adopted = 2
  }

  package let id: RemoteID
  package let workspace: ProfileID
  package let name: String
  package var aim: Aim
  package var ownership = Ownership.none
  /// It is to be deleted over there, and then forgotten.
  package var isLeaving = false
  /// What the far side took from us last.
  package var accepted: Accepted?
  /// The far side's last test of it.
  package var trial: Trial?
  /// What was seen last.
  package var sighting: Sighting?
  /// A call that was begun and whose answer is not known.
  package var intent: Intent?
  /// The lineage of the vault in which this was known; a restored copy knows nothing for sure.
  package var lineage: [UInt8] = []
  /// The connection that takes its place once it has tested green.
  package var successor: RemoteID?
  /// The name under which it was bound, where it took another one's place under a name of its own.
  package var boundAs: String?
  /// A digest of where the workspace was when this was known; nothing before anybody looked.
  package var place: [UInt8] = []

  package init(id: RemoteID, workspace: ProfileID, name: String, aim: Aim) {
    self.id = id
    self.workspace = workspace
    self.name = name
    self.aim = aim
  }

  /// Whether what is known was learnt at another place than the one given.
  package func isKnownElsewhere(than place: [UInt8]) -> Bool {
    !self.place.isEmpty && self.place != place
  }

  /// What is wanted of it, and nothing of what was known.
  package func forgetting() -> Remote {
    var remote = self
    remote.ownership = .none
    remote.accepted = nil
    remote.trial = nil
    remote.sighting = nil
    remote.intent = nil
    remote.place = []
    return remote
  }

  /// The name by which people and templates know it.
  package var knownAs: String { boundAs ?? name }

  package var kind: RemoteKind {
    switch aim {
    case .connection: .connection
    case .environment: .environment
    case .template: .template
    }
  }

  package var profile: ProfileID? {
    if case .connection(let profile, _) = aim { profile } else { nil }
  }

  package var overrides: [String: String] {
    if case .connection(_, let overrides) = aim { overrides } else { [:] }
  }

  package var sources: [DataSource] {
    switch aim {
    case .connection: []
    case .environment(let sources), .template(let sources): sources
    }
  }
}

package enum RemoteKind: UInt8, Sendable {
  case connection = 1
  case environment = 2
  case template = 3
}

/// A data source of the models, and the connection that answers for it.
package struct DataSource: Hashable, Sendable {
  package let source: String
  package let connection: String

  package init(_ source: String, _ connection: String) {
    self.source = source
    self.connection = connection
  }
}

extension Remote {
  /// What was accepted, without saying what it was.
  package struct Accepted: Hashable, Sendable {
    /// A keyed digest of the whole body; nothing where it is not known any more.
    package let fingerprint: [UInt8]
    /// The profile's version; 0 for an environment.
    package let version: UInt32
    /// What was overridden, to tell why a fingerprint differs.
    package let overrides: [String: String]
    /// Milliseconds since 1970.
    package let at: Int64

    package init(
      fingerprint: [UInt8], version: UInt32, overrides: [String: String], at: Int64
    ) {
      self.fingerprint = fingerprint
      self.version = version
      self.overrides = overrides
      self.at = at
    }
  }

  /// How a test by the far side ended.
  package struct Trial: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
      case passed
      /// It said yes, but its driver does not look.
      case unproven
      case failed(cause: String)
    }
    package let verdict: Verdict
    /// What was tested; nothing where we do not know what is over there.
    package let fingerprint: [UInt8]
    package let at: Int64

    package init(_ verdict: Verdict, of fingerprint: [UInt8], at: Int64) {
      self.verdict = verdict
      self.fingerprint = fingerprint
      self.at = at
    }
  }

  /// What was found when somebody looked.
  package struct Sighting: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
      case same
      case drifted(fields: [String])
      case missing
      /// An object of that name which we neither made nor took over.
      case foreign
      case unreachable(cause: String)
    }
    package let finding: Finding
    package let at: Int64

    package init(_ finding: Finding, at: Int64) {
      self.finding = finding
      self.at = at
    }
  }

  /// A call that is about to be made.
  package struct Intent: Hashable, Sendable {
    package enum Action: UInt8, Sendable {
      case create = 1
      case update = 2
      case delete = 3
    }
    package let action: Action
    package let fingerprint: [UInt8]
    package let version: UInt32
    package let overrides: [String: String]
    package let at: Int64

    package init(
      _ action: Action, fingerprint: [UInt8], version: UInt32, overrides: [String: String],
      at: Int64
    ) {
      self.action = action
      self.fingerprint = fingerprint
      self.version = version
      self.overrides = overrides
      self.at = at
    }
  }
}
