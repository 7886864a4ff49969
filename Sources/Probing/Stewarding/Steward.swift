package import Sealing

/// Makes logins and changes passwords, as somebody who may; the password itself never travels.
package struct Steward: Sendable {
  /// What is wanted beyond the login itself.
  package struct Wish: Equatable, Sendable {
    /// Makes the database too, if it is not there.
    package var withDatabase: Bool
    /// Only tells what would be done, as far as that can be seen.
    package var isTrial: Bool

    package init(withDatabase: Bool = false, isTrial: Bool = false) {
      self.withDatabase = withDatabase
      self.isTrial = isTrial
    }
  }

  /// What was done, or would be.
  package struct Report: Equatable, Sendable {
    /// Statements as they may be shown, digests left out.
    package var statements: [String]
    /// The user was there already, with the password of the profile.
    package var wasThere: Bool

    package init(statements: [String], wasThere: Bool) {
      self.statements = statements
      self.wasThere = wasThere
    }
  }

  private let checker: Checker

  package init(_ checker: Checker) { self.checker = checker }

  /// Makes the login that a profile describes, so that it can read its database and nothing else.
  ///
  /// A second time it changes nothing. A user that has another password is left alone.
  package func provision(
    _ target: Subject, as admin: Subject, _ wish: Wish = Wish(),
    limits: ProbeLimits = ProbeLimits()
  ) async throws(StewardError) -> Report {
    let maker = try Self.maker(of: target, as: admin)
    // Whether it is ours is asked first, by signing in with its password.
    var quick = limits
    quick.looksForPowers = false
    let isOurs = await checker.check(target, limits: quick).provesPassword
    return try await maker.provision(target, as: admin, wish, isOurs: isOurs, limits)
  }

  /// Gives a user a new password, of which only a digest is sent.
  package func changePassword(
    of target: Subject, to password: Secret, as admin: Subject,
    limits: ProbeLimits = ProbeLimits()
  ) async throws(StewardError) {
    try await Self.maker(of: target, as: admin)
      .changePassword(of: target, to: password, as: admin, limits)
  }

  /// The types whose logins can be made.
  package static var types: Set<String> { Set(makers.keys) }

  private static let makers: [String: any LoginMaker] = [
    "mysql": MySQLMaker(),
    "postgres": PostgresMaker(),
  ]

  private static func maker(
    of target: Subject, as admin: Subject
  ) throws(StewardError) -> any LoginMaker {
    guard let maker = makers[target.type], admin.type == target.type else {
      throw .notHere(type: target.type)
    }
    let places = [admin, target].map { "\($0["host"]):\($0["port"])" }
    guard places[0].lowercased() == places[1].lowercased() else {
      throw .otherPlace(admin: places[0], target: places[1])
    }
    return maker
  }
}

/// Knows how logins are made in one kind of database.
package protocol LoginMaker: Sendable {
  func provision(
    _ target: Subject, as admin: Subject, _ wish: Steward.Wish, isOurs: Bool,
    _ limits: ProbeLimits
  ) async throws(StewardError) -> Steward.Report

  func changePassword(
    of target: Subject, to password: Secret, as admin: Subject, _ limits: ProbeLimits
  ) async throws(StewardError)
}

extension Verdict {
  /// How the cause begins where only what comes after the sign-in is not allowed.
  static let worksBut = "the login works, but"

  /// Whether the server took the password, whatever else is not right.
  package var provesPassword: Bool {
    switch kind {
    case .valid, .wrongTarget: true
    // It was let in, and then not to where it wanted.
    case .forbidden: cause.hasPrefix(Self.worksBut)
    default: false
    }
  }
}
