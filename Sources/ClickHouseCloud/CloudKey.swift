package import Sealing

/// A key as the API lists it.
///
/// Every part but its identifier may be left out by the far side.
package struct CloudKey: Equatable, Sendable {
  package enum State: Equatable, Sendable {
    case enabled
    case disabled
    case other(String)
  }

  /// The UUID that names it in paths; not what signs in.
  package let id: String
  package var name: String?
  package var state: State?
  /// The last four characters of the Key ID.
  package var suffix: String?
  package var roles: [Role] = []
  /// The form of roles before there were custom ones.
  package var oldRoles: [String] = []
  /// Milliseconds since 1970.
  package var createdAt: Int64?
  /// Milliseconds since 1970; nothing where it never ends.
  package var expiresAt: Int64?
  /// Milliseconds since 1970, to the minute; nothing where it was never used.
  package var usedAt: Int64?
  /// From where it may be used; nothing where the answer did not say.
  package var ipAccess: [IPEntry]?

  package init(id: String) { self.id = id }

  /// Whether a Key ID may be this key's: all that the far side shows of it is its end.
  package func mayBe(keyID: String) -> Bool {
    guard let suffix, suffix.utf8.count >= 4 else { return false }
    return keyID.hasSuffix(suffix)
  }

  package struct Role: Hashable, Sendable {
    package let id: String
    package let name: String?

    package init(id: String, name: String? = nil) {
      self.id = id
      self.name = name
    }
  }
}

/// An address, or a block of them, from which something may be used.
package struct IPEntry: Hashable, Sendable {
  package let source: String
  package let note: String?

  package init(_ source: String, note: String? = nil) {
    self.source = source
    self.note = note
  }
}

/// A key to be made.
package struct KeyDraft: Sendable {
  package var name: String
  package var state = CloudKey.State.enabled
  /// Roles by their UUIDs; those of the old form only where there are none.
  package var roleIDs: [String] = []
  package var oldRoles: [String] = []
  package var expiresAt: Int64?
  /// Always sent: without a list a key may be refused everywhere.
  package var ipAccess: [IPEntry]
  /// With them the far side makes no secret, and stores what they stand for.
  package var hashes: KeyHashes?

  package init(name: String, ipAccess: [IPEntry]) {
    self.name = name
    self.ipAccess = ipAccess
  }
}

/// A key that was made; what signs in is only there if the far side made it.
package struct CreatedKey: Sendable {
  package let key: CloudKey
  package let keyID: String?
  package let keySecret: Secret?
}

/// What is to be another at a key; what is not named stays.
package struct KeyChange: Sendable {
  package enum Expiry: Equatable, Sendable {
    case never
    case at(Int64)
  }

  package var name: String?
  package var state: CloudKey.State?
  package var expiry: Expiry?
  package var roleIDs: [String]?
  package var ipAccess: [IPEntry]?

  package init(
    name: String? = nil, state: CloudKey.State? = nil, expiry: Expiry? = nil,
    roleIDs: [String]? = nil, ipAccess: [IPEntry]? = nil
  ) {
    self.name = name
    self.state = state
    self.expiry = expiry
    self.roleIDs = roleIDs
    self.ipAccess = ipAccess
  }
}

extension CloudKey.State {
  package var word: String {
    switch self {
    case .enabled: "enabled"
    case .disabled: "disabled"
    case .other(let word): word
    }
  }

  init(_ word: String) {
    switch word {
    case "enabled": self = .enabled
    case "disabled": self = .disabled
    default: self = .other(word)
    }
  }
}
