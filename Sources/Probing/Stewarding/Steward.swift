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
    guard let maker = Self.makers[target.type], admin.type == target.type else {
      throw .notHere(type: target.type)
    }
    try Self.checkPlaces(of: target, and: admin)
    // Whether it is ours is asked first, by signing in with its password.
    var quick = limits
    quick.looksForPowers = false
    let isOurs = await checker.check(target, limits: quick).provesPassword
    return try await maker.provision(target, as: admin, wish, isOurs: isOurs, checker.tools, limits)
  }

  /// Gives a user a new password, of which only a digest is sent.
  package func changePassword(
    of target: Subject, to password: Secret, as admin: Subject,
    limits: ProbeLimits = ProbeLimits()
  ) async throws(StewardError) {
    guard let changer = Self.changers[target.type], admin.type == target.type else {
      throw .notHere(type: target.type)
    }
    try Self.checkPlaces(of: target, and: admin)
    try await changer.changePassword(of: target, to: password, as: admin, limits)
  }

  /// The types whose passwords can be replaced in one step.
  package static var types: Set<String> { Set(changers.keys) }

  private static let makers: [String: any LoginMaker] = [
    "clickhouse": ClickHouseMaker(),
    "mysql": MySQLMaker(),
    "postgres": PostgresMaker(),
  ]

  private static let changers: [String: any PasswordChanger] = [
    "mysql": MySQLMaker(),
    "postgres": PostgresMaker(),
  ]

  private static func checkPlaces(
    of target: Subject, and admin: Subject
  ) throws(StewardError) {
    let places = [admin, target].map { "\($0["host"]):\($0["port"])" }
    guard places[0].lowercased() == places[1].lowercased() else {
      throw .otherPlace(admin: places[0], target: places[1])
    }
  }
}

/// Knows how logins are made in one kind of database.
package protocol LoginMaker: Sendable {
  func provision(
    _ target: Subject, as admin: Subject, _ wish: Steward.Wish, isOurs: Bool,
    _ tools: Tools, _ limits: ProbeLimits
  ) async throws(StewardError) -> Steward.Report
}

/// Knows how a password is replaced in one kind of database.
package protocol PasswordChanger: Sendable {
  func changePassword(
    of target: Subject, to password: Secret, as admin: Subject, _ limits: ProbeLimits
  ) async throws(StewardError)
}

extension Verdict {
  /// Whether the server took the password, whatever else is not right.
  package var provesPassword: Bool { passwordWasTaken }
}
