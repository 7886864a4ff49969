import Arguments
import Messages
import Profiles

extension Command {
  /// What keys the organization of a key has.
  static let cloudKeys = Command(
    CommandSpec(
      "cloud keys", group: "databases", summary: "list the keys of a Cloud organization",
      discussion: """
        Asks ClickHouse Cloud, as the key in the profile KEY, which keys there are, when they were \
        made and used and when they end, and says which of them are in the vault. A key is known by \
        its UUID; where a profile lacks that, '?' marks those that only end like its Key ID.
        """,
      operands: [OperandSpec("KEY", "a profile of type clickhouse-cloud", completion: .profile)],
      examples: [Example("coffer cloud keys ch-cloud", "lists them with age and expiry")])
  ) { invocation, context throws(Failure) in
    let profile = try named(try ProfileName(invocation.operand("KEY") ?? "")).text
    let answer = try context.ask(AskCloudKeys(profile)).answer
    if context.isJSON {
      try context.json(CloudKeysReport(answer))
      return .done
    }
    var table = Table("key", "ends with", "state", "made", "expires", "used", "profile", whole: 1)
    let now = context.now
    for key in answer.keys {
      table.add(
        key.name, key.suffix, key.state, key.createdAt.map { Times.age($0, now: now) } ?? "-",
        key.expiry(now: now), key.usedAt.map { Times.age($0, now: now) } ?? "never",
        key.profile ?? (key.alike.isEmpty ? "-" : "? " + key.alike.joined(separator: " ")))
    }
    context.table(table)
    return .done
  }
}

extension CloudKeyRow {
  func expiry(now: Int64) -> String {
    guard let expiresAt else { return "never" }
    if expiresAt <= now { return "expired" }
    let days = (expiresAt - now) / 86_400_000
    return days < 1 ? "today" : "in \(days) d"
  }
}

/// What `coffer cloud keys --json` prints.
struct CloudKeysReport: Encodable, Equatable, Sendable {
  struct Key: Encodable, Equatable, Sendable {
    let alike: [String]
    let createdAt: String?
    let expiresAt: String?
    let id: String
    let name: String
    let profile: String?
    let roles: [String]
    let state: String
    let suffix: String
    let usedAt: String?

    init(_ row: CloudKeyRow) {
      alike = row.alike
      createdAt = row.createdAt.map { Times.text($0) }
      expiresAt = row.expiresAt.map { Times.text($0) }
      id = row.id
      name = row.name
      profile = row.profile
      roles = row.roles
      state = row.state
      suffix = row.suffix
      usedAt = row.usedAt.map { Times.text($0) }
    }
  }

  let keys: [Key]
  let organization: String

  init(_ answer: CloudKeysAnswer) {
    keys = answer.keys.map { Key($0) }
    organization = answer.organization
  }
}
