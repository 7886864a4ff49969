package import Messages

/// In which order secrets are replaced that somebody may know: by what could be done with them.
package enum Rank: Int, CaseIterable, Comparable, Sendable {
  /// It makes other keys and sets other passwords.
  case cloudKey
  case writer
  /// Nobody has looked what it may do.
  case unknown
  case reader

  package static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }

  /// As machines read it.
  package var word: String {
    switch self {
    case .cloudKey: "cloud-key"
    case .writer: "writes"
    case .unknown: "unknown"
    case .reader: "reads"
    }
  }

  package var title: String {
    switch self {
    case .cloudKey: "keys of ClickHouse Cloud"
    case .writer: "what can write, or changes others"
    case .unknown: "what nobody has checked for more than reading"
    case .reader: "what was only seen to read"
    }
  }

  /// What a profile is among all; `powers` says by id whether its last good check saw more than
  /// reading.
  package static func of(
    _ profile: ProfileSummary, admins: Set<String>, powers: [String: Bool]
  ) -> Rank {
    if profile.type == "clickhouse-cloud" { return .cloudKey }
    // A workspace's key makes and deletes its connections.
    if profile.type == "embeddable" || admins.contains(profile.name) { return .writer }
    switch powers[profile.id] {
    case true?: return .writer
    case false?: return .reader
    case nil: return .unknown
    }
  }
}

extension Context {
  /// The rank of each of some profiles, by id.
  mutating func ranks(
    of profiles: [ProfileSummary], among all: [ProfileSummary]
  ) throws(Failure) -> [String: Rank] {
    guard !profiles.isEmpty else { return [:] }
    let admins = Set(all.compactMap(\.via))
    let powers = try powers(of: profiles)
    var ranks: [String: Rank] = [:]
    for profile in profiles {
      ranks[profile.id] = Rank.of(profile, admins: admins, powers: powers)
    }
    return ranks
  }

  /// So many pages of checks are looked through at most.
  private static var mostPages: Int { 4 }

  /// Whether the last good check of each saw it able to do more than read.
  private mutating func powers(
    of profiles: [ProfileSummary]
  ) throws(Failure) -> [String: Bool] {
    var wanted = Set(profiles.map(\.id))
    var powers: [String: Bool] = [:]
    var filter = EventFilter()
    filter.actions = ["profile.checked"]
    var page = try ask(AskAuditLog(limit: AskAuditLog.pageLimit, filter: filter)).answer
    for number in 1...Self.mostPages {
      for event in page.events {
        guard event.first("verdict") == "valid", let id = event.subject,
          wanted.remove(id) != nil
        else { continue }
        powers[id] = !event.all("power").isEmpty
      }
      guard !wanted.isEmpty, page.hasMore, number < Self.mostPages, let last = page.events.last
      else { break }
      page = try ask(
        AskMoreEvents(limit: AskAuditLog.pageLimit, before: last.sequence)
      ).answer
    }
    return powers
  }
}
