/// The schema's history: every step from an empty file to the present one, in order.
///
/// A released step is never changed; what has to differ becomes a step of its own.
package enum History {
  /// One step, with what the schema must look like after it.
  package struct Entry: Equatable, Sendable {
    package let identifier: String
    package let sql: [UInt8]
    /// BLAKE2b-256 of the schema after this step, in hexadecimal; a test recomputes it.
    package let schemaDigest: String
  }

  /// The mark in the header of each of our files: "Cofr".
  package static let applicationID: Int32 = 0x436F_6672

  package static let entries = [
    Entry(
      identifier: "v0001-vault", sql: PackageResources.v0001_vault_sql,
      schemaDigest: "0808e16d98304c9bbe97740124a7e821ea8a32b7f7888684f07f45281c457024"),
    Entry(
      identifier: "v0002-checkpoints", sql: PackageResources.v0002_checkpoints_sql,
      schemaDigest: "0bf6804bd1a892b3f9c3d2d389e69a50e8be946b360be5e9ca9d6b7534f81dea"),
    Entry(
      identifier: "v0003-settings", sql: PackageResources.v0003_settings_sql,
      schemaDigest: "b9796c1fa92260b1d9a00310d617b7540ffe9c3b67f7ca5f3d4a2541fe224906"),
    Entry(
      identifier: "v0004-remotes", sql: PackageResources.v0004_remotes_sql,
      schemaDigest: "95e2b37fb5279e4cefd447d170ba157a2483db0623d1dcefb16d204b554ae4fd"),
    Entry(
      identifier: "v0005-audit-queries", sql: PackageResources.v0005_audit_queries_sql,
      schemaDigest: "4a25422f38f53391c541e0407765f1274f66fe60a4218453223011d35647b959"),
    Entry(
      identifier: "v0006-changeovers", sql: PackageResources.v0006_changeovers_sql,
      schemaDigest: "ab88c5326bfb8590868be11879e990ada433a7902f49e515b236d97cf6633782"),
  ]
}
