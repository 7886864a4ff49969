/// One step of the schema's history.
package struct Migration: Equatable, Sendable {
  package let identifier: String
  package let sql: [UInt8]

  package init(identifier: String, sql: [UInt8]) {
    self.identifier = identifier
    self.sql = sql
  }
}
