package import Vaults

/// What came of signing in with a secret, or of asking an issuer about it.
package enum Finding: Equatable, Sendable {
  case works
  /// It was looked at and not taken, with the words of the one who refused.
  case refused(String)
  /// Nobody answered: that says nothing about the secret.
  case unreachable(String)
  /// It cannot be looked at from here, or there is none.
  case notChecked(String)
  /// It is taken by somebody else than the one who is meant, or without being looked at.
  case elsewhere(String)

  package var isRefused: Bool { if case .refused = self { true } else { false } }

  package var cause: String {
    switch self {
    case .works: ""
    case .refused(let cause), .unreachable(let cause), .notChecked(let cause),
      .elsewhere(let cause):
      cause
    }
  }
}

/// What an issuer said when it was to take, or to retire, a secret.
package enum IssuerAnswer: Equatable, Sendable {
  case done
  /// It was taken, and this is what it is known by there.
  case noted([String: String])
  /// It made a secret of its own, which nobody tells again.
  case issued(Issued)
  /// It was refused, and nothing was changed.
  case refused(String)
  /// The one who asks may not.
  case forbidden(String)
  /// The secret is not of a kind that is taken there.
  case policy(String)
  /// Something is there that we did not make, or not as we left it; nothing was changed.
  case changed(String)
  /// Nobody knows whether it was done.
  case unclear(String)
  /// Nobody was asked.
  case unreachable(String)
}

extension IssuerAnswer {
  /// What the issuer knows it by.
  var facts: [String: String]? {
    switch self {
    case .noted(let facts): facts
    case .issued(let issued): issued.facts
    default: nil
    }
  }
}

/// A secret that an issuer made.
package struct Issued: Equatable, Sendable {
  /// What the next version has instead of what is there.
  package let fields: [VersionField]
  /// What it is known by there.
  package let facts: [String: String]

  package init(_ fields: [VersionField], _ facts: [String: String]) {
    self.fields = fields
    self.facts = facts
  }

  package static func == (left: Issued, right: Issued) -> Bool {
    left.facts == right.facts && left.fields.count == right.fields.count
      && zip(left.fields, right.fields).allSatisfy { one, other in
        one.name == other.name && one.holdsTheSame(as: other)
      }
  }
}

/// What is known of the new secret, the one in use, and the one before it.
package struct Findings: Equatable, Sendable {
  package let pending: Finding
  package let current: Finding
  package let previous: Finding

  package init(
    pending: Finding, current: Finding, previous: Finding = .notChecked("there is none")
  ) {
    self.pending = pending
    self.current = current
    self.previous = previous
  }
}
