/// What came of signing in with a credential, or why nobody tried.
package struct Verdict: Equatable, Sendable {
  /// The word, stored and shown as written here.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// The server let it in.
    case valid
    /// The server says that user or password are wrong, or that it lets this user in no more.
    case refused
    /// The credential may be right; a rule of the server keeps it out, or from what it should see.
    case forbidden
    /// It signs in, but not to what the profile says: another database, another organization.
    case wrongTarget = "wrong-target"
    /// The server wants to be asked later.
    case rateLimited = "rate-limited"
    /// Nobody who could say yes or no was reached, or nobody who could be trusted.
    case unreachable
    /// Nobody tried: there is no way from here, or it would wake what sleeps.
    case notChecked = "not-checked"
    /// The server lets anybody in, so nothing can be said of the credential.
    case open
  }

  package let kind: Kind
  /// Why, in plain words, without any secret; empty where the word says it all.
  package var cause: String
  /// What to do about it; empty where nothing is to be done.
  package var hint: String
  /// Whether it is certain enough to call the credential bad; true of refusals only.
  package var isConfirmed: Bool
  /// Whether the server asked for the password and took it, whatever else is not right.
  package var passwordWasTaken: Bool
  /// Whom the server took us for.
  package var identity: String
  /// What the login may do that a reader of dashboards need not, in plain words.
  package var powers: [Power]
  /// Other things that somebody should know, such as a default password.
  package var remarks: [String]
  /// When to ask again, for who was told to wait.
  package var wait: Duration?

  package init(
    _ kind: Kind, _ cause: String = "", hint: String = "", isConfirmed: Bool = false,
    passwordWasTaken: Bool = false, identity: String = "", powers: [Power] = [],
    remarks: [String] = [], wait: Duration? = nil
  ) {
    self.kind = kind
    self.cause = cause
    self.hint = hint
    self.isConfirmed = isConfirmed
    self.passwordWasTaken = passwordWasTaken
    self.identity = identity
    self.powers = powers
    self.remarks = remarks
    self.wait = wait
  }
}

/// Something that a login may do beyond reading.
package struct Power: Equatable, Hashable, Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// It changes data or what holds it.
    case write
    /// It makes new tables, schemas, databases.
    case create
    /// It gives rights to others, or makes others.
    case grant
    /// It reads or writes files or addresses from the server.
    case outside
    /// It may do everything.
    case all
  }

  package let kind: Kind
  /// What exactly, such as `INSERT on sales.orders`.
  package let what: String

  package init(_ kind: Kind, _ what: String) {
    self.kind = kind
    self.what = what
  }
}
