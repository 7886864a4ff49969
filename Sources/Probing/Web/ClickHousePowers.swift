import Profiles
import Redacting
import Sealing
import Transport

/// What a login of ClickHouse may do beyond reading: by its grants and by its `readonly` setting,
/// as either alone misleads.
package enum ClickHousePowers {
  static func find(
    _ asking: ClickHouseAsking, _ user: String, _ password: Secret, into verdict: inout Verdict
  ) async throws(TransportError) {
    func text(_ query: String) async throws(TransportError) -> String? {
      let answer = try await asking.ask(query, as: user, password)
      guard answer.status == 200 else { return nil }
      return asking.web.subject.redaction.text(answer.body.span)
    }
    let told = try await text("SELECT value FROM system.settings WHERE name = 'readonly'")
    let readonly = told.flatMap { Int($0.split(whereSeparator: \.isWhitespace).first ?? "") }
    // Roles folded in where the server knows how to.
    var grants = try await text("SHOW GRANTS FINAL")
    if grants == nil {
      grants = try await text("SHOW GRANTS")
      if let grants, namesRoles(grants) {
        verdict.remarks.append("what its roles allow could not be found out")
      }
    }
    guard let grants else {
      if readonly == 0 {
        verdict.powers = [Power(.write, "readonly is 0, and the server tells of no grants")]
      } else if readonly == nil {
        verdict.remarks.append("what else it may do could not be found out")
      }
      return
    }
    let found = powers(grants)
    switch readonly {
    case 1?:
      if !found.isEmpty {
        verdict.remarks.append("its grants go beyond reading; only readonly=1 holds it back")
      }
    case 2?:
      verdict.powers = found.filter { $0.kind == .outside }
      if found.count > verdict.powers.count {
        verdict.remarks.append("its grants go beyond reading; only readonly=2 holds it back")
      }
    default: verdict.powers = found
    }
  }

  /// Whether a line gives a role: it says nothing of where.
  private static func namesRoles(_ grants: String) -> Bool {
    grants.split(whereSeparator: \.isNewline).contains { line in
      line.hasPrefix("GRANT ") && line.firstRange(of: " ON ") == nil
    }
  }

  /// What lines such as `GRANT SELECT, INSERT ON db.* TO user` allow beyond reading, a line a kind.
  package static func powers(_ grants: String) -> [Power] {
    var found: [Power.Kind: [String]] = [:]
    for line in grants.split(whereSeparator: \.isNewline).prefix(1_000)
    where line.hasPrefix("GRANT ") {
      let told = line.dropFirst("GRANT ".count)
      guard let on = told.firstRange(of: " ON ") else { continue }
      let rest = told[on.upperBound...]
      let target = rest.firstRange(of: " TO ").map { rest[..<$0.lowerBound] } ?? rest
      for right in rights(told[..<on.lowerBound]) {
        guard let kind = kind(right) else { continue }
        found[kind, default: []].append("\(right) on \(target)")
      }
      if line.contains(" WITH GRANT OPTION") {
        found[.grant, default: []].append("what it has on \(target), to others")
      }
    }
    if let all = found[.all]?.first { return [Power(.all, Cleaned.text(all, limit: 100))] }
    return Power.Kind.allCases.compactMap { kind in
      guard let whats = found[kind] else { return nil }
      let more = whats.count > 3 ? ["and \(whats.count - 3) more"] : []
      return Power(
        kind, (whats.prefix(3).map { Cleaned.text($0, limit: 100) } + more).joined(separator: ", "))
    }
  }

  /// The rights of a line, without the lists of columns.
  private static func rights(_ text: Substring) -> [String] {
    var depth = 0
    var rights = [""]
    for character in text {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0: rights.append("")
      default: if depth == 0 { rights[rights.count - 1].append(character) }
      }
    }
    return rights.map { right in
      right.split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }
  }

  private static let sources: Set<String> = [
    "SOURCES", "FILE", "URL", "REMOTE", "MONGO", "REDIS", "MYSQL", "POSTGRES", "SQLITE", "ODBC",
    "JDBC", "HDFS", "S3", "AZURE", "HIVE", "KAFKA", "NATS", "RABBITMQ", "CLUSTER", "READ", "WRITE",
  ]

  private static func kind(_ right: String) -> Power.Kind? {
    let words = right.split(separator: " ").map { String($0) }
    guard let first = words.first else { return nil }
    if sources.contains(first) { return .outside }
    switch first {
    case "ALL": return .all
    case "SELECT", "SHOW", "dictGet", "USAGE", "NONE", "INTROSPECTION", "addressToLine",
      "addressToSymbol", "demangle", "displaySecretsInShowAndSelect":
      return nil
    case "CREATE":
      if words.contains("TEMPORARY") { return nil }
      return ["USER", "ROLE", "QUOTA", "TOKEN"].contains(words.last ?? "")
        || words.contains("POLICY") || words.contains("PROFILE") ? .grant : .create
    case "ACCESS", "ROLE", "IMPERSONATE", "SET", "ALLOW": return .grant
    case "ALTER", "DROP":
      return ["USER", "ROLE", "QUOTA"].contains(words.last ?? "") || words.contains("POLICY")
        || words.contains("PROFILE") ? .grant : .write
    default: return .write
    }
  }
}
