/// The schema of a file in one unambiguous row of bytes, for comparing.
enum SchemaText {
  /// Every entry in the order of its kind and name, each field with its length before it.
  static func bytes(of connection: borrowing Connection) throws(StorageError) -> [UInt8] {
    var bytes: [UInt8] = []
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    try connection.forEach(sql) { row throws(StorageError) in
      for column in 0..<3 { append(try row.text(column), to: &bytes) }
      // An index that a constraint makes has no text.
      append(try row.optionalText(3) ?? "", to: &bytes)
    }
    return bytes
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let count = UInt32(clamping: text.utf8.count)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: count >> shift))
    }
    bytes.append(contentsOf: text.utf8)
  }
}
