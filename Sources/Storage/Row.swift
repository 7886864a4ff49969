import CSQLite

/// The row on which a statement stands, readable until the statement moves on.
///
/// A column of another kind than asked for is damage: every table is strict, so only a file that was
/// changed by somebody else can hold one.
@safe
package struct Row: ~Copyable, ~Escapable {
  private let handle: OpaquePointer

  @_lifetime(borrow statement)
  init(of statement: borrowing Statement) {
    unsafe handle = statement.handle
  }

  /// Whether the column holds nothing.
  package func isNull(_ column: Int) -> Bool {
    kind(of: column) == SQLITE_NULL
  }

  /// The whole number in the column.
  package func integer(_ column: Int) throws(StorageError) -> Int64 {
    try require(SQLITE_INTEGER, "a number", in: column)
    return unsafe sqlite3_column_int64(handle, Int32(column))
  }

  /// The text in the column.
  package func text(_ column: Int) throws(StorageError) -> String {
    try require(SQLITE_TEXT, "text", in: column)
    // First the pointer, then the count: the first may convert the second.
    let start = unsafe sqlite3_column_text(handle, Int32(column))
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    guard let text = unsafe String(validating: bytes, as: UTF8.self) else {
      throw .damaged("column '\(name(of: column))' does not hold valid text")
    }
    return text
  }

  /// A copy of the bytes in the column.
  package func blob(_ column: Int) throws(StorageError) -> [UInt8] {
    let bytes = try bytes(column)
    return unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// The bytes in the column, lent without a copy.
  @_lifetime(copy self)
  package func bytes(_ column: Int) throws(StorageError) -> Span<UInt8> {
    try require(SQLITE_BLOB, "bytes", in: column)
    let start = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    return unsafe _overrideLifetime(span, copying: self)
  }

  /// Lends the bytes in the column to the closure, without a copy.
  package func withBlob<T: ~Copyable>(
    _ column: Int, _ body: (borrowing Span<UInt8>) throws(StorageError) -> T
  ) throws(StorageError) -> T {
    let bytes = try bytes(column)
    return try body(bytes)
  }

  /// The number in the column, or nil when it holds nothing.
  package func optionalInteger(_ column: Int) throws(StorageError) -> Int64? {
    isNull(column) ? nil : try integer(column)
  }

  /// The text in the column, or nil when it holds nothing.
  package func optionalText(_ column: Int) throws(StorageError) -> String? {
    isNull(column) ? nil : try text(column)
  }

  /// A copy of the bytes in the column, or nil when it holds nothing.
  package func optionalBlob(_ column: Int) throws(StorageError) -> [UInt8]? {
    isNull(column) ? nil : try blob(column)
  }

  private func kind(of column: Int) -> Int32 {
    unsafe sqlite3_column_type(handle, Int32(column))
  }

  private func require(_ kind: Int32, _ words: String, in column: Int) throws(StorageError) {
    guard self.kind(of: column) == kind else {
      throw .damaged("column '\(name(of: column))' does not hold \(words)")
    }
  }

  private func name(of column: Int) -> String {
    guard let name = unsafe sqlite3_column_name(handle, Int32(column)) else { return "\(column)" }
    return unsafe String(cString: name)
  }
}
