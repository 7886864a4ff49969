/// What a statement about users asks for.
enum ClickHouseStatement: Equatable {
  enum Change: Equatable {
    case replace([ClickHouseMethod])
    case add([ClickHouseMethod])
    /// Keep only what was added last.
    case keepNewest
    case validUntil(Int64?)
  }

  case createDatabase(String, ifNotExists: Bool)
  case showGrants(user: String?)
  case showCreate(user: String)
  case checkGrant(right: String)
  case createUser(
    String, ifNotExists: Bool, cluster: String?, methods: [ClickHouseMethod], readonly: Int)
  case alterUser(String, ifExists: Bool, cluster: String?, Change)
  case dropUser(String, ifExists: Bool, cluster: String?)
  case grant([ClickHouseGrant], user: String, cluster: String?)
  case revoke([ClickHouseGrant], user: String, cluster: String?)

  /// Nothing if it is none of these, or wrong.
  init?(_ query: String, _ version: ClickHouseChoices.Version) {
    guard var words = SQLWords(query), let statement = Self.read(&words, version), words.isAtEnd
    else { return nil }
    self = statement
  }

  private static func read(
    _ words: inout SQLWords, _ version: ClickHouseChoices.Version
  ) -> ClickHouseStatement? {
    if words.take("SHOW", "GRANTS") {
      let user = words.take("FOR") ? words.name() : nil
      while words.take("WITH", "IMPLICIT") || words.take("FINAL") {}
      return .showGrants(user: user)
    }
    if words.take("SHOW", "CREATE", "USER") { return words.name().map { .showCreate(user: $0) } }
    if words.take("CHECK", "GRANT") {
      let right = words.until("ON")
      guard words.take("ON") else { return nil }
      _ = words.until()
      return .checkGrant(right: right)
    }
    if words.take("CREATE", "DATABASE") {
      let ifNotExists = words.take("IF", "NOT", "EXISTS")
      return words.name().map { .createDatabase($0, ifNotExists: ifNotExists) }
    }
    if words.take("CREATE", "USER") { return create(&words, version) }
    if words.take("ALTER", "USER") { return alter(&words, version) }
    if words.take("DROP", "USER") {
      let ifExists = words.take("IF", "EXISTS")
      guard let name = words.name() else { return nil }
      return .dropUser(name, ifExists: ifExists, cluster: cluster(&words))
    }
    let isGrant = words.take("GRANT")
    guard isGrant || words.take("REVOKE") else { return nil }
    return grants(&words, isGrant: isGrant)
  }

  private static func create(
    _ words: inout SQLWords, _ version: ClickHouseChoices.Version
  ) -> ClickHouseStatement? {
    let ifNotExists = words.take("IF", "NOT", "EXISTS")
    guard let name = words.name() else { return nil }
    let cluster = Self.cluster(&words)
    var methods: [ClickHouseMethod] = []
    if words.take("IDENTIFIED") {
      guard let read = identified(&words, version) else { return nil }
      methods = read
    }
    _ = words.take("HOST", "ANY")
    var readonly = 0
    if words.take("SETTINGS", "READONLY") {
      guard words.take(mark: "="), let value = words.name().flatMap({ Int($0) }) else { return nil }
      readonly = value
    }
    return .createUser(
      name, ifNotExists: ifNotExists, cluster: cluster, methods: methods, readonly: readonly)
  }

  private static func alter(
    _ words: inout SQLWords, _ version: ClickHouseChoices.Version
  ) -> ClickHouseStatement? {
    let ifExists = words.take("IF", "EXISTS")
    guard let name = words.name() else { return nil }
    let cluster = Self.cluster(&words)
    func changed(_ change: Change) -> ClickHouseStatement {
      .alterUser(name, ifExists: ifExists, cluster: cluster, change)
    }
    if words.take("IDENTIFIED") { return identified(&words, version).map { changed(.replace($0)) } }
    if version.knowsExpiry, words.take("VALID", "UNTIL") {
      return words.text().flatMap { time($0) }.map { changed(.validUntil($0.time)) }
    }
    guard version.knowsSeveralMethods else { return nil }
    if words.take("ADD", "IDENTIFIED") {
      return identified(&words, version).map { changed(.add($0)) }
    }
    return words.take("RESET", "AUTHENTICATION", "METHODS", "TO", "NEW")
      ? changed(.keepNewest) : nil
  }

  /// `WITH kind BY 'text' [SALT 'text'] [VALID UNTIL 'time'], ...`, or just `BY 'password'`.
  private static func identified(
    _ words: inout SQLWords, _ version: ClickHouseChoices.Version
  ) -> [ClickHouseMethod]? {
    _ = words.take("WITH")
    var methods: [ClickHouseMethod] = []
    repeat {
      guard var method = Self.method(&words, version) else { return nil }
      if version.knowsExpiry, words.take("VALID", "UNTIL") {
        guard let end = words.text().flatMap({ time($0) }) else { return nil }
        method.validUntil = end.time
      }
      methods.append(method)
    } while version.knowsSeveralMethods && words.take(mark: ",")
    // Whoever needs no password cannot need one as well.
    return methods.count > 1 && methods.contains { $0.kind == .none } ? nil : methods
  }

  private static func method(
    _ words: inout SQLWords, _ version: ClickHouseChoices.Version
  ) -> ClickHouseMethod? {
    if words.take("BY") {
      return words.text().map { .init(kind: .sha256, check: ClickHouseMethod.sha256($0)) }
    }
    if words.take("NO_PASSWORD") { return .init(kind: .none, check: "") }
    guard let kind = words.name()?.lowercased(), words.take("BY"), let text = words.text() else {
      return nil
    }
    switch kind {
    case "sha256_password": return .init(kind: .sha256, check: ClickHouseMethod.sha256(text))
    case "double_sha1_password":
      return .init(kind: .doubleSHA1, check: ClickHouseMethod.doubleSHA1(text))
    case "plaintext_password": return .init(kind: .plaintext, check: text)
    case "double_sha1_hash":
      return isHex(text, 40) ? .init(kind: .doubleSHA1, check: text.lowercased()) : nil
    case "sha256_hash":
      guard isHex(text, 64) else { return nil }
      var method = ClickHouseMethod(kind: .sha256, check: text.lowercased())
      if version.knowsSalt, words.take("SALT") {
        guard let salt = words.text() else { return nil }
        method.salt = salt
      }
      return method
    default: return nil
    }
  }

  private static func isHex(_ text: String, _ count: Int) -> Bool {
    text.utf8.count == count && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  private static func cluster(_ words: inout SQLWords) -> String? {
    guard words.take("ON", "CLUSTER") else { return nil }
    return words.name() ?? words.text() ?? ""
  }

  private struct End {
    let time: Int64?
  }

  /// A time in UTC; for ever has none.
  private static func time(_ text: String) -> End? {
    if text.lowercased() == "infinity" { return End(time: nil) }
    let parts = text.split(separator: " ")
    let day = parts.first.map { String($0) } ?? ""
    let hour = parts.count > 1 ? String(parts[1]) : "00:00:00"
    let whole = day.contains("T") ? day : day + "T" + hour + "Z"
    return Moment.milliseconds(whole).map { End(time: $0) }
  }

  private static func grants(
    _ words: inout SQLWords, isGrant: Bool
  ) -> ClickHouseStatement? {
    let cluster = Self.cluster(&words)
    let rights = words.until("ON").split(separator: ",").map { right in
      right.split(separator: " ").joined(separator: " ").uppercased()
    }
    guard words.take("ON"), !rights.isEmpty else { return nil }
    let target = words.until("TO", "FROM")
    guard words.take(isGrant ? "TO" : "FROM"), let user = words.name() else { return nil }
    let isPassedOn = isGrant && words.take("WITH", "GRANT", "OPTION")
    let grants = rights.map {
      ClickHouseGrant(right: $0, target: target, isPassedOn: isPassedOn)
    }
    return isGrant
      ? .grant(grants, user: user, cluster: cluster)
      : .revoke(grants, user: user, cluster: cluster)
  }
}
