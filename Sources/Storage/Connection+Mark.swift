import CSQLite

/// What a file's contents were at, to tell later whether anybody has changed them since.
package struct ChangeMark: Equatable, Sendable {
  private let own: Int64
  private let others: Int64?

  init(own: Int64, others: Int64?) {
    self.own = own
    self.others = others
  }

  /// Whether nothing but this connection wrote since an earlier one.
  package func isOwn(since earlier: ChangeMark) -> Bool { others == earlier.others }
}

extension Connection {
  /// Differs from an earlier one of this connection if this or another one has written since.
  package borrowing func mark() throws(StorageError) -> ChangeMark {
    ChangeMark(
      own: unsafe sqlite3_total_changes64(handle), others: try integer("PRAGMA data_version"))
  }
}
