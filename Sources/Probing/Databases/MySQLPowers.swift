import Profiles
import Querying

/// What a login of MySQL or MariaDB may do beyond reading.
package enum MySQLPowers {
  /// What a reader may have without being able to change anything.
  private static let harmless: Set<String> = [
    "USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES", "EXECUTE", "PROCESS", "LOCK TABLES",
    "REFERENCES", "SLAVE MONITOR", "BINLOG MONITOR", "REPLICATION CLIENT", "SHOW_ROUTINE",
  ]
  private static let creating: Set<String> = [
    "CREATE", "CREATE VIEW", "CREATE ROUTINE", "CREATE TABLESPACE", "CREATE TEMPORARY TABLES",
    "EVENT", "TRIGGER", "INDEX",
  ]
  private static let granting: Set<String> = [
    "GRANT OPTION", "CREATE USER", "CREATE ROLE", "DROP ROLE", "SET USER", "ROLE_ADMIN",
    "SET_USER_ID", "PROXY",
  ]
  private static let outside: Set<String> = [
    "FILE", "SUPER", "REPLICATION SLAVE", "SHUTDOWN", "RELOAD", "FEDERATED ADMIN",
  ]

  static func find(on connection: MySQLConnection) throws(QueryError) -> [Power] {
    let grants = try connection.query("SHOW GRANTS").compactMap { $0.first ?? nil }
    return judge(grants)
  }

  /// What lines such as `GRANT SELECT, INSERT ON `a`.* TO ...` allow.
  package static func judge(_ grants: [String]) -> [Power] {
    var powers: [Power] = []
    for line in grants {
      let words = withoutParentheses(line)
      guard words.hasPrefix("GRANT "), let on = words.firstRange(of: " ON ") else { continue }
      let place = words[on.upperBound...].prefix { $0 != " " }.filter { $0 != "`" }
      let rights = words[..<on.lowerBound].dropFirst(6).split(separator: ",").map {
        String($0.drop { $0 == " " })
      }
      var kinds: [Power.Kind: [String]] = [:]
      for right in rights where !harmless.contains(right) {
        kinds[kind(right), default: []].append(right)
      }
      if words.hasSuffix(" WITH GRANT OPTION") { kinds[.grant, default: []].append("GRANT OPTION") }
      for kind in Power.Kind.allCases {
        guard let rights = kinds[kind] else { continue }
        let shown = rights.prefix(4).joined(separator: ", ") + (rights.count > 4 ? " and more" : "")
        powers.append(Power(kind, "\(Cleaned.text(shown, limit: 120)) on \(Cleaned.text(place))"))
      }
    }
    return powers
  }

  private static func kind(_ right: String) -> Power.Kind {
    if right == "ALL PRIVILEGES" { return .all }
    if creating.contains(right) { return .create }
    if granting.contains(right) { return .grant }
    return outside.contains(right) ? .outside : .write
  }

  /// Lists of columns take nothing away from what a right is.
  private static func withoutParentheses(_ text: String) -> String {
    var depth = 0
    var kept = ""
    for character in text {
      switch character {
      case "(":
        depth += 1
        if kept.last == " " { kept.removeLast() }
      case ")": depth = max(0, depth - 1)
      default: if depth == 0 { kept.append(character) }
      }
    }
    return kept
  }
}
