import Profiles
import Redacting
import Sealing
import Transport

/// One way in which a user signs in, as the server tells of it.
package struct ClickHouseWay: Equatable, Sendable {
  package let kind: String
  /// Whether it ends at a time.
  package let hasEnd: Bool

  /// Passwords of any kind; who signs in by other means would lose them.
  private static let kinds: Set<String> = [
    "sha256_password", "sha256_hash", "double_sha1_password", "double_sha1_hash",
    "bcrypt_password", "bcrypt_hash", "plaintext_password", "scram_sha256_password",
    "scram_sha256_hash",
  ]
  /// What may come after the list of ways.
  private static let next: Set<String> = ["HOST", "DEFAULT", "SETTINGS", "GRANTEES", "IN"]

  /// The ways in what `SHOW CREATE USER` tells; nothing where one of them is not understood.
  package static func all(in shown: String) -> [ClickHouseWay]? {
    let all = tokens(of: shown)
    guard
      let start = all.indices.dropLast().first(where: { index in
        all[index] == "IDENTIFIED" && all[index + 1] == "WITH"
      })
    else { return nil }
    var rest = all[(start + 2)...]
    var ways: [ClickHouseWay] = []
    while true {
      guard let kind = rest.popFirst(), kinds.contains(kind) else { return nil }
      var hasEnd = false
      while let word = rest.first, ["BY", "SALT", "VALID"].contains(word) {
        rest.removeFirst()
        if word == "VALID" {
          guard rest.popFirst() == "UNTIL" else { return nil }
          hasEnd = true
        }
        guard rest.popFirst() == "'" else { return nil }
      }
      ways.append(ClickHouseWay(kind: kind, hasEnd: hasEnd))
      guard rest.first == "," else { break }
      rest.removeFirst()
    }
    // Rights of its own, for one, a new list would not have.
    return rest.first.map { next.contains($0) } ?? true ? ways : nil
  }

  /// Words and commas; of what stands in quotes only the quote.
  private static func tokens(of shown: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    var quote: Unicode.Scalar?
    var isEscaped = false
    func end() {
      if !word.isEmpty { tokens.append(word) }
      word = ""
    }
    for scalar in plain(shown) {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if scalar == "\\" {
          isEscaped = true
        } else if scalar == open {
          quote = nil
        }
        continue
      }
      switch scalar {
      case "'", "`", "\"":
        end()
        // Two in a row are one that was meant, and the token is there already.
        if tokens.last != String(scalar) { tokens.append(String(scalar)) }
        quote = scalar
      case ",":
        end()
        tokens.append(",")
      case " ", "\n", "\t", "\r": end()
      default: word.unicodeScalars.append(scalar)
      }
    }
    end()
    return tokens
  }

  /// Without the backslashes that the format of the answer puts before quotes and backslashes.
  private static func plain(_ text: String) -> [Unicode.Scalar] {
    var plain: [Unicode.Scalar] = []
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      if isEscaped, scalar != "\\", scalar != "'" { plain.append("\\") }
      isEscaped = false
      plain.append(scalar)
    }
    return plain
  }
}

/// A conversation about one user with a ClickHouse, as somebody who may change users.
struct ClickHouseTalk {
  private let asking: ClickHouseAsking
  private let web: Web
  private let admin: Subject
  private let password: Secret
  private let user: String
  private let redaction: Redaction

  init(
    _ target: Subject, as admin: Subject, _ tools: Tools, _ limits: ProbeLimits
  ) throws(StewardError) {
    guard target.type == "clickhouse", admin.type == target.type else {
      throw .notHere(type: target.type)
    }
    let places = [admin, target].map { "\($0["host"]):\($0["port"])" }
    guard places[0].lowercased() == places[1].lowercased() else {
      throw .otherPlace(admin: places[0], target: places[1])
    }
    guard let password = admin.secrets["password"] else { throw .admin(.incomplete("password")) }
    guard !admin["username"].isEmpty else { throw .admin(.incomplete("username")) }
    guard !target["username"].isEmpty else { throw .incomplete(field: "username") }
    let scheme = admin["protocol"] == "http:" ? "http" : "https"
    web = Web(admin, tools, limits)
    asking = ClickHouseAsking(
      web: web, place: Web.base(scheme, admin["host"], admin["port"]), database: "")
    self.admin = admin
    self.password = password
    user = target["username"]
    redaction = admin.redaction.with(target.redaction)
  }

  /// Refuses a server that knows one way to sign in a user.
  func requireSeveral() async throws(StewardError) {
    let told = try await ask("SELECT version()", "say its version")
    let numbers = told.split(separator: ".").prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else {
      throw .refused(step: "say its version", words: Cleaned.text(told, limit: 60))
    }
    guard (numbers[0], numbers[1]) >= (24, 9) else {
      throw .refused(
        step: "add a password",
        words: "\(numbers[0]).\(numbers[1]) knows one a user, and 24.9 the first several; "
          + "use --strategy assisted")
    }
  }

  /// How the user signs in now.
  func ways() async throws(StewardError) -> [ClickHouseWay] {
    let shown = try await ask(
      "SHOW CREATE USER \(Quoting.escapedName(user))", "say how the user signs in")
    guard let ways = ClickHouseWay.all(in: shown) else {
      throw .others("the user signs in by something else than passwords, which would be lost")
    }
    return ways
  }

  /// Changes the ways to sign in.
  func alter(
    _ how: String, _ words: [ClickHouseWord], _ step: String
  ) async throws(StewardError) {
    let cluster = admin["x.cluster"]
    var pieces = [
      ClickHouseWord.secret(
        "ALTER USER \(Quoting.escapedName(user)) "
          + (cluster.isEmpty ? "" : "ON CLUSTER \(Quoting.escapedName(cluster)) ") + how)
    ]
    for (index, word) in words.enumerated() {
      if index > 0 { pieces.append(ClickHouseWord.secret(", ")) }
      pieces += word.pieces
    }
    let redaction = redaction.with(Redaction(words.map(\.digest)))
    let answer: Answer
    do throws(TransportError) {
      answer = try await asking.tell(Self.joined(pieces), as: admin["username"], password)
    } catch {
      throw error.mayHaveActed
        ? .unclear(step: step, cause: error.message) : .admin(Verdict(error))
    }
    guard answer.status != 200 else { return }
    guard ClickHouseAsking.code(answer) != nil else {
      throw .unclear(step: step, cause: "status \(answer.status)")
    }
    throw refusal(answer, step, redaction)
  }

  private func ask(_ query: String, _ step: String) async throws(StewardError) -> String {
    let answer: Answer
    do throws(TransportError) {
      answer = try await asking.ask(query, as: admin["username"], password)
    } catch {
      throw .admin(Verdict(error))
    }
    guard answer.status == 200 else { throw refusal(answer, step, redaction) }
    return redaction.text(answer.body.span)
  }

  /// A user that is not known is the one who is asked for, as the other has signed in.
  private func refusal(_ answer: Answer, _ step: String, _ redaction: Redaction) -> StewardError {
    guard let code = ClickHouseAsking.code(answer), code == 192 || !Self.isAboutAdmin(code) else {
      return .admin(ClickHouseProber.verdict(answer, web))
    }
    let text = redaction.text(answer.body.span)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return .refused(step: step, words: Cleaned.text(words, limit: 300))
  }

  private static func isAboutAdmin(_ code: Int) -> Bool {
    ClickHouseAsking.refusals.contains(code) || [195, 201, 202, 203, 159, 209, 210].contains(code)
  }

  private static func joined(_ pieces: [Secret]) -> Secret {
    Secret(
      SecretBytes(count: pieces.reduce(0) { $0 + $1.count }) { output in
        for piece in pieces {
          let bytes = piece.span
          for index in bytes.indices { output.append(bytes[index]) }
        }
      })
  }
}
