/// Begins to sign in as profiles; the answer comes at once, `AwaitChecks` tells how it goes.
package struct BeginChecks: Call {
  package typealias Answer = ChecksBegun
  package let selector: SelectorInput
  package var jobs = 8
  /// How long one may take, in seconds.
  package var seconds = 30
  package init(_ selector: SelectorInput) { self.selector = selector }
  package var message: Message { .beginChecks(self) }
}

package struct ChecksBegun: Codable, Equatable, Sendable {
  package let token: Int
  package let count: Int
  package init(token: Int, count: Int) {
    self.token = token
    self.count = count
  }
}

/// Waits until there is more to tell than what was seen, or a moment has passed.
package struct AwaitChecks: Call {
  package typealias Answer = CheckProgress
  package let token: Int
  package let seen: Int
  package init(token: Int, seen: Int) {
    self.token = token
    self.seen = seen
  }
  package var message: Message { .awaitChecks(self) }
}

/// Begins no more; what is under way comes to its end.
package struct StopChecks: Call {
  package typealias Answer = Nothing
  package let token: Int
  package init(token: Int) { self.token = token }
  package var message: Message { .stopChecks(self) }
}

package struct CheckProgress: Codable, Equatable, Sendable {
  package let rows: [CheckRow]
  package let remaining: Int
  package let isOver: Bool
  /// Why it ended early, if it did.
  package var failure: Failure?
  package init(rows: [CheckRow], remaining: Int, isOver: Bool, failure: Failure? = nil) {
    self.rows = rows
    self.remaining = remaining
    self.isOver = isOver
    self.failure = failure
  }
}

/// What came of signing in as one profile.
package struct CheckRow: Codable, Equatable, Sendable {
  package let profile: String
  package let type: String
  package let version: UInt32
  /// One of the words of `Verdict`.
  package let verdict: String
  /// Why, in plain words; empty where the word says it all.
  package let cause: String
  /// What to do about it; empty where nothing is to be done.
  package let hint: String
  /// Whether it is certain enough to call the credential bad.
  package let isConfirmed: Bool
  /// Whom the server took us for.
  package let identity: String
  /// What the login may do beyond reading, such as `write: changes rows of public.orders`.
  package let powers: [String]
  package let remarks: [String]
  /// Milliseconds since 1970.
  package let at: Int64
  /// What the whole command should end with because of it; done where nothing is wrong.
  package let status: ExitStatus
  package init(
    profile: String, type: String, version: UInt32, verdict: String, cause: String, hint: String,
    isConfirmed: Bool, identity: String, powers: [String], remarks: [String], at: Int64,
    status: ExitStatus
  ) {
    self.profile = profile
    self.type = type
    self.version = version
    self.verdict = verdict
    self.cause = cause
    self.hint = hint
    self.isConfirmed = isConfirmed
    self.identity = identity
    self.powers = powers
    self.remarks = remarks
    self.at = at
    self.status = status
  }
}

/// Signs in with fields that are not saved yet: those of a new profile, or of one as it would be
/// after a change.
package struct TryFields: Call {
  package typealias Answer = CheckRow
  package let type: String
  /// The profile that would be changed; none for a new one.
  package var name: String?
  package var fields: [FieldInput]
  package var unset: [String]
  /// The stored secret may go to the new place.
  package var keepSecret: Bool
  package init(
    type: String, name: String? = nil, fields: [FieldInput], unset: [String] = [],
    keepSecret: Bool = false
  ) {
    self.type = type
    self.name = name
    self.fields = fields
    self.unset = unset
    self.keepSecret = keepSecret
  }
  package var message: Message { .tryFields(self) }
}

/// Makes the login of a profile at its database, as the profile that may change it.
package struct ProvisionLogin: Call {
  package typealias Answer = ProvisionAnswer
  package let name: String
  /// The profile to sign in as; otherwise the one that the profile names.
  package var via: String?
  package var withDatabase = false
  /// Only tells what would be done.
  package var isTrial = false
  package init(_ name: String) { self.name = name }
  package var message: Message { .provision(self) }
}

package struct ProvisionAnswer: Codable, Equatable, Sendable {
  package let profile: String
  package let via: String
  /// What was done or would be, digests left out.
  package let statements: [String]
  /// The user was there already, with the password of the profile.
  package let wasThere: Bool
  /// What came of signing in as it; nothing on trial.
  package var check: CheckRow?
  package init(
    profile: String, via: String, statements: [String], wasThere: Bool, check: CheckRow? = nil
  ) {
    self.profile = profile
    self.via = via
    self.statements = statements
    self.wasThere = wasThere
    self.check = check
  }
}
