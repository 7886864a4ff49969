import Profiles

/// All profile types that there are.
package enum Types {
  /// Databases first, by how often they are met, then what is no database.
  package static let all: [ProfileType] = [
    .clickhouse, .questdb, .postgres, .redshift, .mysql, .mssql, .msfabric, .bigquery, .snowflake,
    .databricks, .athena, .duckdb, .elasticsearch, .druid, .trino, .mongobi, .custom,
    .clickhouseCloud, .embeddable, .secret,
  ]

  package static func named(_ name: String) -> ProfileType? {
    all.first { $0.name == name }
  }

  /// Like `named`, but an unknown name is told what it may have meant.
  package static func find(_ name: String) throws(CatalogError) -> ProfileType {
    if let type = named(name) { return type }
    let folded = name.lowercased()
    let meant = all.first { $0.name == folded || $0.aliases.contains(folded) }
    throw .unknownType(name: Cleaned.text(name), known: all.map(\.name), meant: meant?.name)
  }
}
