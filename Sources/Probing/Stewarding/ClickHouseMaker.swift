import Sealing

/// Logins of ClickHouse, made over its HTTP interface with a digest of the password.
struct ClickHouseMaker: LoginMaker {
  func provision(
    _ target: Subject, as admin: Subject, _ wish: Steward.Wish, isOurs: Bool,
    _ tools: Tools, _ limits: ProbeLimits
  ) async throws(StewardError) -> Steward.Report {
    let user = target["username"]
    let database = target["database"]
    guard let password = target.secrets["password"] else { throw .incomplete(field: "password") }
    for field in ["username", "database"] where target[field].isEmpty {
      throw .incomplete(field: field)
    }
    let office = try ClickHouseOffice(admin, tools, limits)
    let release = try await office.release()
    guard release.keepsUsers else {
      throw .noHash("ClickHouse \(release.year).\(release.month) keeps its users in a file")
    }
    let isThere =
      try await office.count(
        "SELECT count() FROM system.users WHERE name = \(Quoting.escaped(user))") > 0
    guard !isThere || isOurs else { throw .exists(user: user) }
    let hasDatabase =
      try await office.count(
        "SELECT count() FROM system.databases WHERE name = \(Quoting.escaped(database))") > 0
    guard hasDatabase || wish.withDatabase else { throw .noDatabase(database) }
    var steps: [ClickHouseStep] = []
    if !hasDatabase { steps.append(.makeDatabase(database)) }
    if !isThere {
      steps.append(
        .makeUser(user, password, salt: release.knowsSalt ? ClickHouseStep.newSalt : ""))
    }
    steps.append(.letRead(database, user))
    let report = Steward.Report(
      statements: steps.map { target.shown($0.shown, with: admin) }, wasThere: isThere)
    guard !wish.isTrial else { return report }
    var done: [String] = []
    for step in steps {
      do throws(StewardError) {
        try await office.run(step)
      } catch {
        throw error.after(done)
      }
      done.append(step.name)
    }
    return report
  }
}

/// A statement of those that make a login, as it is sent and as it may be shown.
struct ClickHouseStep: Sendable {
  /// What it does, to follow `refused to`.
  let name: String
  let sent: Secret
  let shown: String
  /// What nobody needs to see, should the server repeat it.
  let digest: Secret?

  private init(_ name: String, _ text: String) {
    self.name = name
    sent = Secret(SecretBytes(copying: text.utf8.span))
    shown = text
    digest = nil
  }

  private init(_ name: String, _ before: String, _ digest: Secret, _ after: String, shown: String) {
    let order = Order(before, digest.bytes, after, shownAs: "")
    self.name = name
    sent = Secret(SecretBytes(copying: order.sent.bytes))
    self.shown = shown
    self.digest = digest
  }

  static func makeDatabase(_ database: String) -> ClickHouseStep {
    ClickHouseStep("make the database", "CREATE DATABASE \(Quoting.escapedTick(database))")
  }

  /// Where the salt is empty the server does not know any.
  ///
  /// `readonly` is 2: with 1 a driver that sends settings along, as Embeddable's does, is refused.
  static func makeUser(_ user: String, _ password: Secret, salt: String) -> ClickHouseStep {
    let start = "CREATE USER \(Quoting.escapedTick(user)) IDENTIFIED WITH sha256_hash BY '"
    let end = " SETTINGS readonly = 2"
    return ClickHouseStep(
      "make the user", start, digest(of: password, salt: salt),
      salt.isEmpty ? "'" + end : "' SALT '\(salt)'" + end,
      shown: start + (salt.isEmpty ? "...'" : "...' SALT '...'") + end)
  }

  static func letRead(_ database: String, _ user: String) -> ClickHouseStep {
    ClickHouseStep(
      "let it read",
      "GRANT SELECT ON \(Quoting.escapedTick(database)).* TO \(Quoting.escapedTick(user))")
  }

  /// Small hexadecimal digits only, which mean nothing in any quotes.
  static var newSalt: String { text(of: Random.bytes(32)) }

  /// SHA-256 of the password and the salt behind it, in hexadecimal.
  static func digest(of password: Secret, salt: String) -> Secret {
    let salted = SecretBytes(count: password.count + salt.utf8.count) { output in
      let bytes = password.span
      for index in bytes.indices { output.append(bytes[index]) }
      for byte in salt.utf8 { output.append(byte) }
    }
    let digest = SHA256.secret(of: salted.bytes)
    return Secret(
      SecretBytes(count: digest.count * 2) { output in
        let bytes = digest.bytes
        for index in bytes.indices {
          output.append(digit(bytes[index] >> 4))
          output.append(digit(bytes[index] & 15))
        }
      })
  }

  private static func text(of bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
