import Sealing
import Transport

/// ClickHouse over its HTTP interface, as Embeddable's driver speaks to it; also old servers.
struct ClickHouseProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard let password = subject.secrets["password"] else { return .incomplete("password") }
    let asking: ClickHouseAsking
    do throws(Login.Incomplete) {
      asking = try ClickHouseAsking(
        subject, tools, limits, database: subject["database"])
    } catch {
      return error.verdict
    }
    let web = asking.web
    do throws(TransportError) {
      let answer = try await asking.ask("SELECT version()", as: subject["username"], password)
      guard answer.status == 200 else {
        var verdict = Self.verdict(answer, web)
        guard verdict.kind == .wrongTarget else { return verdict }
        // It signed in; whether the password counts, only asking without it shows.
        if let other = try? await asking.ask("SELECT 1", as: subject["username"], nil) {
          verdict.passwordWasTaken = ClickHouseAsking.isRefusal(other)
        }
        return verdict
      }
      guard Self.isVersion(answer.body.span) else { return .stranger("ClickHouse", answer.status) }
      var verdict = Verdict(.valid, identity: web.subject.words(subject["username"]))
      let other = try await asking.ask("SELECT 1", as: subject["username"], nil)
      if other.status == 200 {
        verdict = .open(
          subject["username"], hint: "give the user a password: ALTER USER ... IDENTIFIED ...",
          identity: verdict.identity)
      } else {
        verdict.notePassword(isWanted: ClickHouseAsking.isRefusal(other))
      }
      guard limits.looksForPowers else { return verdict }
      try await ClickHousePowers.find(asking, subject["username"], password, into: &verdict)
      return verdict
    } catch {
      return Verdict(error)
    }
  }

  /// Digits and dots, as `24.8.4.13`; what answers otherwise is not ClickHouse.
  static func isVersion(_ bytes: Span<UInt8>) -> Bool {
    guard (3...64).contains(bytes.count), (0x30...0x39).contains(bytes[0]) else { return false }
    var dots = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "."): dots += 1
      case 0x30...0x39, UInt8(ascii: "-"), 0x0A, UInt8(ascii: "a")...UInt8(ascii: "z"): break
      default: return false
      }
    }
    return dots >= 1
  }

  /// What an exception says of the credential: by its code, as statuses are ambiguous.
  static func verdict(_ answer: Answer, _ web: Web) -> Verdict {
    let words = web.words(answer)
    let user = web.subject["username"]
    guard let code = ClickHouseAsking.code(answer) else {
      if words.contains("clickhouse-client") || words.contains("native") {
        return Verdict(
          .unreachable, "this is the port of ClickHouse's own protocol",
          hint: "use that of the HTTP interface: 8443 with https:, 8123 with http:")
      }
      return [401, 403, 404].contains(answer.status)
        ? .stranger("ClickHouse", answer.status) : .status(answer, of: "the server", words)
    }
    switch code {
    case _ where ClickHouseAsking.refusals.contains(code):
      var verdict = Verdict.wrongPassword(user, words)
      verdict.hint =
        "set the right one (coffer set NAME); newer servers say the same where the user may not "
        + "sign in from this address"
      return verdict
    case 195:
      return Verdict(
        .forbidden, "\(user) may not sign in from this address: \(words)",
        hint: "look at the HOST clause of the user")
    case 497, 291:
      return Verdict(
        .forbidden, "it signs in, but may not do this: \(words)", hint: "grant it what it reads")
    case 81:
      return Verdict(
        .wrongTarget, "it signs in, but there is no such database, or it may not see it: \(words)",
        hint: "check the name: coffer set NAME database=...")
    case 201:
      return Verdict(
        .rateLimited, "the quota of \(user) is used up: \(words)", hint: "try again later")
    case 202, 203, 159, 209, 210, 241:
      return Verdict(
        .unreachable, "the server is too busy to say: \(words)", hint: "try again later")
    default:
      return Verdict(
        .unreachable, "the server refused for a reason that is not about the password: \(words)",
        hint: "see what it says, and its log")
    }
  }
}

/// Questions to one ClickHouse.
struct ClickHouseAsking: Sendable {
  /// The exceptions that are about who signs in, and with what.
  static let refusals: Set<Int> = [192, 193, 194, 516]

  let web: Web
  let place: String
  let database: String

  /// Says what is missing where the profile is not whole.
  init(
    _ subject: Subject, _ tools: Tools, _ limits: ProbeLimits, database: String
  ) throws(Login.Incomplete) {
    for field in ["host", "username"] where subject[field].isEmpty {
      throw Login.Incomplete(field: field)
    }
    guard let port = subject.port, port > 0 else { throw Login.Incomplete(field: "port") }
    web = Web(subject, tools, limits)
    place = Web.base(
      subject["protocol"] == "http:" ? "http" : "https", subject["host"], String(port))
    self.database = database
  }

  /// By `POST`, as what comes by `GET` runs with another `readonly` than the user's own.
  func ask(
    _ query: String, as user: String, _ password: Secret?
  ) async throws(TransportError) -> Answer {
    try await ask(Secret(SecretBytes(copying: query.utf8.span)), as: user, password)
  }

  /// The same, where the query may hold what nobody should see.
  func ask(
    _ query: Secret, as user: String, _ password: Secret?
  ) async throws(TransportError) -> Answer {
    var headers = [Header("Accept", "text/plain"), Header("Content-Type", Web.plain)]
    if let password, Self.hasLooseEnds(password), !user.utf8.contains(UInt8(ascii: ":")) {
      headers.append(Web.basic(user, password))
    } else {
      headers.append(Header("X-ClickHouse-User", user))
      if let password { headers.append(Header("X-ClickHouse-Key", password)) }
    }
    let target = database.isEmpty ? "" : "?database=" + Web.escaped(database)
    return try await web.send(.post, place + "/" + target, headers, query)
  }

  /// Blanks at the ends of a header are lost on the way, and the rest would be a wrong password.
  private static func hasLooseEnds(_ password: Secret) -> Bool {
    let bytes = password.span
    guard bytes.count > 0 else { return false }
    return [0x20, 0x09].contains(bytes[0]) || [0x20, 0x09].contains(bytes[bytes.count - 1])
  }

  static func isRefusal(_ answer: Answer) -> Bool {
    code(answer).map { refusals.contains($0) } ?? false
  }

  /// The number of an exception: from its header or, of old servers, from the text.
  static func code(_ answer: Answer) -> Int? {
    if let told = answer.headers["x-clickhouse-exception-code"] { return Int(told) }
    let bytes = answer.body.span
    let start = "Code: "
    guard bytes.count > start.utf8.count else { return nil }
    for (index, byte) in start.utf8.enumerated() where bytes[index] != byte { return nil }
    var code: Int?
    var index = start.utf8.count
    while index < bytes.count, (0x30...0x39).contains(bytes[index]), (code ?? 0) < 100_000 {
      code = (code ?? 0) * 10 + Int(bytes[index] & 15)
      index += 1
    }
    return code
  }
}
