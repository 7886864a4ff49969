package struct RenameProfile: Call {
  package typealias Answer = ChangedAnswer
  package let name: String
  package let newName: String
  package init(name: String, newName: String) {
    self.name = name
    self.newName = newName
  }
  package var message: Message { .rename(self) }
}

/// Sets labels (`key=value`) and takes them away (`key=`) on the named profiles.
package struct LabelProfiles: Call {
  package typealias Answer = ChangedAnswer
  package let names: [String]
  package let labels: [String]
  package init(names: [String], labels: [String]) {
    self.names = names
    self.labels = labels
  }
  package var message: Message { .label(self) }
}

package struct ChangedAnswer: Codable, Equatable, Sendable {
  package let names: [String]
  package init(names: [String]) { self.names = names }
}

package struct AskHistory: Call {
  package typealias Answer = HistoryAnswer
  package let name: String
  package init(name: String) { self.name = name }
  package var message: Message { .history(self) }
}

package struct HistoryAnswer: Codable, Equatable, Sendable {
  package let name: String
  package let versions: [VersionLine]
  package init(name: String, versions: [VersionLine]) {
    self.name = name
    self.versions = versions
  }
}

package struct VersionLine: Codable, Equatable, Sendable {
  package let number: UInt32
  package let state: String
  /// Milliseconds since 1970.
  package let madeAt: Int64
  /// The names of the fields that differ from the version before.
  package let changed: [String]
  package init(number: UInt32, state: String, madeAt: Int64, changed: [String]) {
    self.number = number
    self.state = state
    self.madeAt = madeAt
    self.changed = changed
  }
}

/// What differs between two versions; without numbers, between previous and current.
package struct CompareVersions: Call {
  package typealias Answer = CompareAnswer
  package let name: String
  package var from: UInt32?
  package var to: UInt32?
  package init(name: String, from: UInt32? = nil, to: UInt32? = nil) {
    self.name = name
    self.from = from
    self.to = to
  }
  package var message: Message { .compare(self) }
}

package struct CompareAnswer: Codable, Equatable, Sendable {
  package let name: String
  package let from: UInt32
  package let to: UInt32
  package let differences: [Difference]
  package init(name: String, from: UInt32, to: UInt32, differences: [Difference]) {
    self.name = name
    self.from = from
    self.to = to
    self.differences = differences
  }
}

package struct Difference: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case added, removed, changed }
  package let field: String
  package let kind: Kind
  package let isSecret: Bool
  package let before: String?
  package let after: String?
  package init(field: String, kind: Kind, isSecret: Bool, before: String?, after: String?) {
    self.field = field
    self.kind = kind
    self.isSecret = isSecret
    self.before = before
    self.after = after
  }
}

/// Makes the contents of an older version current again, as a new version.
package struct RollBack: Call {
  package typealias Answer = SavedAnswer
  package let name: String
  package var to: UInt32?
  package var ifVersion: UInt32?
  package init(name: String, to: UInt32? = nil, ifVersion: UInt32? = nil) {
    self.name = name
    self.to = to
    self.ifVersion = ifVersion
  }
  package var message: Message { .rollback(self) }
}

package struct RemoveProfiles: Call {
  package typealias Answer = ChangedAnswer
  package let names: [String]
  package init(names: [String]) { self.names = names }
  package var message: Message { .remove(self) }
}

package struct UndeleteProfile: Call {
  package typealias Answer = ChangedAnswer
  package let name: String
  /// Another name, where the old one is taken.
  package var newName: String?
  package init(name: String, newName: String? = nil) {
    self.name = name
    self.newName = newName
  }
  package var message: Message { .undelete(self) }
}

/// Destroys removed profiles, or only the older versions of live ones.
package struct PurgeProfiles: Call {
  package typealias Answer = ChangedAnswer
  package let names: [String]
  package let historyOnly: Bool
  package init(names: [String], historyOnly: Bool) {
    self.names = names
    self.historyOnly = historyOnly
  }
  package var message: Message { .purge(self) }
}
