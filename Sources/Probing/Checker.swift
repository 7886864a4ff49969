/// Signs in as a credential and says what came of it.
package struct Checker: Sendable {
  let tools: Tools

  package init(_ tools: Tools) { self.tools = tools }

  /// Who can sign in to what, a line a type.
  private static let probers: [String: any Prober] = [
    "clickhouse": ClickHouseProber(),
    "clickhouse-cloud": CloudProber(),
    "druid": DruidProber(),
    "elasticsearch": ElasticsearchProber(),
    "embeddable": EmbeddableProber(),
    "mysql": MySQLProber(),
    "postgres": PostgresProber(dialect: .postgres),
    "questdb": PostgresProber(dialect: .questdb),
    "redshift": PostgresProber(dialect: .redshift),
    "trino": TrinoProber(),
  ]

  /// The types that can be checked from here.
  package static var types: Set<String> { Set(probers.keys) }

  package func check(_ subject: Subject, limits: ProbeLimits = ProbeLimits()) async -> Verdict {
    guard let prober = Self.probers[subject.type] else {
      return Verdict(
        .notChecked, "there is no check from here for \(subject.type)",
        hint: "once it is pushed, have Embeddable sign in: coffer test")
    }
    if subject.isOutOfReach {
      return Verdict(
        .notChecked, "this machine does not see it (reach=embeddable-only)",
        hint: "once it is pushed, have Embeddable sign in: coffer test")
    }
    return await prober.check(subject, tools, limits)
  }
}
