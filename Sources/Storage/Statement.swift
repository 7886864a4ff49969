import CSQLite

/// A prepared statement, which cannot outlive the connection that it was prepared on.
///
/// Its connection keeps it for the next who asks the same.
@safe
package struct Statement: ~Copyable, ~Escapable {
  let handle: OpaquePointer
  /// Where the shelf keeps it; nothing if it goes with its user.
  private let place: Int?
  private let shelf: StatementShelf

  @_lifetime(borrow connection)
  init(_ sql: String, on connection: borrowing Connection) throws(StorageError) {
    shelf = connection.shelf
    if let kept = unsafe shelf.take(sql) {
      unsafe handle = kept.statement
      place = unsafe kept.place
      return
    }
    let database = unsafe connection.handle
    var text = sql
    var prepared: OpaquePointer?
    var isWhole = true
    let code = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        var rest: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          database, text.baseAddress, Int32(clamping: text.count),
          UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &rest)
        let used = unsafe text.baseAddress.flatMap { start in unsafe rest.map { unsafe $0 - start }
        }
        isWhole = unsafe bytes.dropFirst(used ?? 0).allSatisfy { $0 <= UInt8(ascii: " ") }
        return code
      }
    }
    guard code == SQLITE_OK else {
      throw unsafe StorageError(code: code, on: database, sql: sql)
    }
    guard let prepared = unsafe prepared else {
      throw .statement("nothing to do, in: \(StorageError.line(sql))")
    }
    guard isWhole else {
      _ = unsafe sqlite3_finalize(prepared)
      throw .statement("more than one statement, in: \(StorageError.line(sql))")
    }
    unsafe handle = prepared
    place = unsafe shelf.keep(prepared, of: sql)
  }

  deinit {
    if let place {
      shelf.give(back: place)
    } else {
      _ = unsafe sqlite3_finalize(handle)
    }
  }

  /// The row on which the statement stands after a `step` that returned true.
  package var row: Row {
    @_lifetime(borrow self)
    borrowing get { Row(of: self) }
  }

  /// Gives the values for the `?`, all of them, and starts over.
  @_lifetime(self: copy self)
  package mutating func bind(_ values: [Value]) throws(StorageError) {
    reset()
    let wanted = unsafe Int(sqlite3_bind_parameter_count(handle))
    guard values.count == wanted else {
      throw .statement(
        "wants \(wanted) values and got \(values.count), in: \(StorageError.line(sql))")
    }
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, position)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, position, number)
        case .text(let text): bind(text, at: position)
        case .blob(let bytes): bind(bytes.span, at: position)
        }
      try check(code)
    }
  }

  /// Gives two numbers for the two `?` that there are, without a list of values.
  @_lifetime(self: copy self)
  mutating func bind(_ first: Int64, _ second: Int64) throws(StorageError) {
    reset()
    try check(unsafe sqlite3_bind_int64(handle, 1, first))
    try check(unsafe sqlite3_bind_int64(handle, 2, second))
  }

  /// Gives the bytes for one `?`, counted from 1, copied once.
  @_lifetime(self: copy self)
  package mutating func bind(_ position: Int, _ bytes: borrowing Span<UInt8>) throws(StorageError) {
    try check(bind(bytes, at: Int32(clamping: position)))
  }

  /// Moves to the next row and says whether there is one.
  @_lifetime(self: copy self)
  package mutating func step() throws(StorageError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let failure = error(code)
      reset()
      throw failure
    }
  }

  /// Lets go of the row and of what the statement locks; its values stay.
  @_lifetime(self: copy self)
  package mutating func reset() {
    // The code repeats the failure of the last step, which has been thrown already.
    _ = unsafe sqlite3_reset(handle)
  }

  private func bind(_ text: String, at position: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        unsafe csqlite_bind_text(handle, position, text.baseAddress, UInt64(text.count))
      }
    }
  }

  private func bind(_ bytes: borrowing Span<UInt8>, at position: Int32) -> Int32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe csqlite_bind_blob(handle, position, bytes.baseAddress, UInt64(bytes.count))
    }
  }

  private var sql: String {
    unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? ""
  }

  private func error(_ code: Int32) -> StorageError {
    unsafe StorageError(code: code, on: sqlite3_db_handle(handle), sql: sql)
  }

  private func check(_ code: Int32) throws(StorageError) {
    guard code == SQLITE_OK else { throw error(code) }
  }
}
