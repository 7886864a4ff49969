/// One credential being replaced by another: how, how far it is, and what is known on the way.
///
/// It covers all profiles that sign in as the same user at the same place. Its journal holds it, so
/// that whoever opens the vault next can go on with it.
package struct Changeover: Hashable, Sendable {
  /// A profile whose secret is replaced.
  package struct Member: Hashable, Sendable {
    package let profile: ProfileID
    /// The version that was current at the beginning, and must still be when it is succeeded.
    package let current: UInt32
    /// The version that takes its place; 0 while whoever issues the secret has not made it.
    package var pending: UInt32

    package init(_ profile: ProfileID, current: UInt32, pending: UInt32) {
      self.profile = profile
      self.current = current
      self.pending = pending
    }
  }

  /// Why it does not go on by itself.
  package struct Trouble: Hashable, Sendable {
    package enum Kind: UInt8, CaseIterable, Sendable {
      /// The secret is not taken.
      case refused = 1
      /// The one who changes it may not.
      case forbidden = 2
      case unreachable = 3
      /// Nobody could look.
      case notChecked = 4
      /// Something else is there than what is written down.
      case changed = 5
      /// A destination did not take it, or its test failed.
      case destination = 6
      /// The issuer wants other secrets than we make.
      case policy = 7
      case other = 8
    }
    package let kind: Kind
    /// In clear words, without a secret.
    package let cause: String
    package let at: Int64

    package init(_ kind: Kind, _ cause: String, at: Int64) {
      self.kind = kind
      self.cause = cause
      self.at = at
    }
  }

  package let id: ChangeoverID
  package let strategy: Strategy
  /// The first is the one with whose fields the issuer is spoken to.
  package var members: [Member]
  package var step = Step.prepared
  /// How often the present step was tried.
  package var attempts: UInt32 = 0
  /// How often a new secret was made because the issuer would not take one.
  package var remakes: UInt32 = 0
  /// Whether the issuer said that it took the new secret.
  package var isApplied = false
  /// Whether a person said that what was asked of them is done.
  package var isTold = false
  /// Whether it waits for a person to decide.
  package var isStuck = false
  package var trouble: Trouble?
  /// What the issuer knows by which names, such as the ids of keys.
  package var facts: [String: String] = [:]
  /// Milliseconds for which the old credential is left alive.
  package var grace: Int64
  /// When the old one is to be retired; 0 before all destinations have the new one.
  package var retiresAt: Int64 = 0
  /// Before this nothing is tried again by itself.
  package var nextAt: Int64 = 0
  package let begunAt: Int64
  package let begunBy: String
  /// Raised with each writing, so that nobody writes over what somebody else has written.
  package var revision: UInt32 = 0

  package init(
    id: ChangeoverID, strategy: Strategy, members: [Member], grace: Int64, begunAt: Int64,
    begunBy: String
  ) {
    self.id = id
    self.strategy = strategy
    self.members = members
    self.grace = grace
    self.begunAt = begunAt
    self.begunBy = begunBy
  }

  /// Whether a person was asked to do something elsewhere, or to decide about what others changed.
  package var waitsForPerson: Bool {
    [.asking, .clearing].contains(step) || isStuck && trouble?.kind == .changed
  }

  /// How far a changeover is; the raw values are the stored form.
  package enum Step: UInt8, CaseIterable, Sendable {
    /// The new secret is durable, and nobody else knows of it.
    case prepared = 1
    /// The issuer may have been told of it.
    case applying = 2
    /// A person has to tell the issuer.
    case asking = 3
    /// It is proven, and current from now on; destinations get it.
    case pushing = 4
    /// Every destination has it; the old one stays alive for a while.
    case overlapping = 5
    /// The old one may have been retired.
    case retiring = 6
    /// A person has to retire the old one.
    case clearing = 7
    /// The old one may have been disabled, which can be undone where it was issued.
    case disabling = 8
    /// The old one is seen to be disabled, and waits to be retired for good.
    case disabled = 9
    /// The issuer may have been told when the old one ends.
    case limiting = 10

    /// Whether the new secret is the current one by now.
    package var isSwitched: Bool { rawValue >= Step.pushing.rawValue }

    package var word: String {
      switch self {
      case .prepared: "prepared"
      case .applying: "applying"
      case .asking: "asking"
      case .pushing: "pushing"
      case .overlapping: "overlapping"
      case .retiring: "retiring"
      case .clearing: "clearing"
      case .disabling: "disabling"
      case .disabled: "disabled"
      case .limiting: "limiting"
      }
    }
  }

  /// In which way a credential is replaced; the raw values are the stored form.
  package enum Strategy: UInt8, CaseIterable, Sendable {
    /// A person tells the issuer; we make or take, keep, check and push.
    case assisted = 1
    /// The same user gets another password; the old one ends with it.
    case replace = 2
    /// A second user with the same rights takes over.
    case alternate = 3
    /// The same user has both for a while.
    case overlap = 4
    /// A second API key takes over.
    case key = 5

    package var word: String {
      switch self {
      case .assisted: "assisted"
      case .replace: "replace"
      case .alternate: "alternate"
      case .overlap: "overlap"
      case .key: "key"
      }
    }

    /// Whether the old one still works after the new one was applied.
    package var keepsOld: Bool { self != .replace }
    /// Whether the issuer makes the secret, so that there is none before it was asked.
    package var isIssued: Bool { self == .key }
    /// Whether the old one is disabled before it goes for good.
    package var disablesFirst: Bool { self == .key }
    /// Whether the issuer ends the old one by itself when its time has come.
    package var endsByItself: Bool { self == .overlap }
    package var asksPerson: Bool { self == .assisted }

    package init?(word: String) {
      guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
      self = found
    }
  }
}

/// Sixteen random bytes that stand for a changeover, also in what is named after it elsewhere.
package struct ChangeoverID: Hashable, Sendable, CustomStringConvertible {
  package static let size = 16
  package let bytes: [UInt8]

  /// Nothing if there are not exactly sixteen bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  package var description: String { Hex.text(bytes) }
}
