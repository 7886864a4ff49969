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

  /// What lines such as `GRANT SELECT, INSERT ON `a`.* TO ...` allow; secrets are taken out of names.
  package static func judge(
    _ grants: [String], hiding hide: (String) -> String = { $0 }
  ) -> [Power] {
    var powers: [Power] = []
    for line in grants.map(GrantLine.init) {
      guard let rights = line.rights, let place = line.place else { continue }
      let shownPlace = Cleaned.text(hide(place))
      var kinds: [Power.Kind: [String]] = [:]
      for right in rights where !harmless.contains(right) {
        kinds[kind(right), default: []].append(right)
      }
      if line.ends(with: " WITH GRANT OPTION") {
        kinds[.grant, default: []].append("GRANT OPTION")
      }
      for kind in Power.Kind.allCases {
        guard let rights = kinds[kind] else { continue }
        let shown = rights.prefix(4).joined(separator: ", ") + (rights.count > 4 ? " and more" : "")
        powers.append(Power(kind, "\(Cleaned.text(hide(shown), limit: 120)) on \(shownPlace)"))
      }
    }
    return powers
  }

  /// What is to be said of lines such as `GRANT `role` TO ...`, which tell no rights.
  package static func roles(
    _ grants: [String], hiding hide: (String) -> String = { $0 }
  ) -> [String] {
    grants.map(GrantLine.init).compactMap { line in
      guard let role = line.role else { return nil }
      return "it may take the role \(Cleaned.text(hide(role))), whose rights were not looked at"
    }
  }

  private static func kind(_ right: String) -> Power.Kind {
    if right == "ALL PRIVILEGES" { return .all }
    if creating.contains(right) { return .create }
    if granting.contains(right) { return .grant }
    return outside.contains(right) ? .outside : .write
  }
}

/// A line of `SHOW GRANTS`, without its lists of columns: they take nothing away from what a right
/// is.
private struct GrantLine {
  private var scalars: [Unicode.Scalar] = []
  /// The same, in which nothing within a name can be taken for a word of the line.
  private var words: [Unicode.Scalar] = []

  init(_ line: String) {
    var depth = 0
    var isName = false
    for scalar in line.unicodeScalars {
      if scalar == "`" { isName.toggle() }
      if !isName, scalar == "(" {
        depth += 1
        if words.last == " " {
          words.removeLast()
          scalars.removeLast()
        }
      } else if !isName, scalar == ")" {
        depth = max(0, depth - 1)
      } else if depth == 0 {
        scalars.append(scalar)
        words.append(isName && scalar != "`" ? "_" : scalar)
      }
    }
  }

  func ends(with text: String) -> Bool {
    words.reversed().starts(with: text.unicodeScalars.reversed())
  }

  private var isGrant: Bool { words.starts(with: "GRANT ".unicodeScalars) }

  private func place(of text: String) -> Range<Int>? {
    words.firstRange(of: Array(text.unicodeScalars))
  }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text += scalars[range].filter { $0 != "`" }
    return String(text)
  }

  /// The rights, where it names some.
  var rights: [String]? {
    guard isGrant, let on = place(of: " ON ") else { return nil }
    return words[6..<max(6, on.lowerBound)].split(separator: ",").map { right in
      let right = right.drop { $0 == " " }
      return text(right.startIndex..<right.endIndex)
    }
  }

  /// What they are on.
  var place: String? {
    guard let on = place(of: " ON ") else { return nil }
    let end = words[on.upperBound...].firstIndex(of: " ") ?? words.endIndex
    return text(on.upperBound..<end)
  }

  /// The role that is given, where it is one.
  var role: String? {
    guard isGrant, place(of: " ON ") == nil, let to = place(of: " TO ") else { return nil }
    return text(6..<max(6, to.lowerBound))
  }
}
