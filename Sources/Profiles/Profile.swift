/// What a profile says of itself: everything but the values of its fields.
package struct Profile: Hashable, Sendable {
  package let id: ProfileID
  package var name: ProfileName
  package let type: String
  package var labels: Labels
  package var note: String
  /// The profile that may change this one's secret.
  package var via: ProfileID?
  /// Every version ever made, oldest first.
  package var versions: [VersionMark]
  /// The names of the secret fields that the current version still lacks.
  package var missing: [String]
  /// Milliseconds since 1970, if it was removed.
  package var removedAt: Int64?
  /// When its secret is to be replaced.
  package var policy: RotationPolicy?

  package init(
    id: ProfileID, name: ProfileName, type: String, labels: Labels = Labels(), note: String = "",
    via: ProfileID? = nil, versions: [VersionMark] = [], missing: [String] = [],
    removedAt: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.labels = labels
    self.note = note
    self.via = via
    self.versions = versions
    self.missing = missing
    self.removedAt = removedAt
  }

  package var isRemoved: Bool { removedAt != nil }
  package var isIncomplete: Bool { !missing.isEmpty }
  package var current: VersionMark? { versions.last { $0.state == .current } }
  package var pending: VersionMark? { versions.last { $0.state == .pending } }
  package var newest: UInt32 { versions.last?.number ?? 0 }

  package func version(_ number: UInt32) -> VersionMark? {
    versions.first { $0.number == number }
  }
}

/// A version as its profile lists it.
package struct VersionMark: Hashable, Sendable {
  package let number: UInt32
  package var state: VersionState
  /// Milliseconds since 1970.
  package let madeAt: Int64

  package init(number: UInt32, state: VersionState, madeAt: Int64) {
    self.number = number
    self.state = state
    self.madeAt = madeAt
  }
}
