import Foundation
import Storage

/// Edits of a vault's file, each a few bytes: of its raw bytes and pages, and of its rows.
struct VaultEdits {
  private enum Edit {
    case flip(place: Int, mask: UInt8)
    case overwrite(place: Int, [UInt8])
    case copyPage(from: Int, to: Int)
    case cut(Int)
    case append([UInt8])
    case row(String)
  }

  private static let page = 512
  private static let tables = [
    ("vault", ["format", "minimum_reader", "identity", "epoch", "slots", "signature", "keyring"]),
    ("head", ["sealed"]),
    (
      "slot",
      [
        "id", "kind", "public_key", "salt", "memory", "passes", "wrapped", "vault_key", "label",
        "made_at",
      ]
    ),
    ("profile", ["id", "tag", "via", "removed_at", "head"]),
    ("version", ["profile", "number", "state", "made_at", "record"]),
    (
      "event",
      [
        "sequence", "time", "action", "outcome", "changes", "subject", "tags", "commitment",
        "details", "previous", "mac",
      ]
    ),
    ("event_tag", ["tag", "sequence"]),
    ("checkpoint", ["sequence", "time", "link", "signature"]),
    ("migration", ["number", "identifier", "checksum", "applied_at"]),
  ]

  private var edits: [Edit] = []

  /// Reads at most sixteen edits.
  init(_ bytes: Span<UInt8>) {
    var rest = bytes.array[...]
    func next() -> Int { Int(rest.popFirst() ?? 0) }
    func place() -> Int { next() << 16 | next() << 8 | next() }
    while !rest.isEmpty, edits.count < 16 {
      switch next() % 8 {
      case 0: edits.append(.flip(place: place(), mask: UInt8(max(next(), 1))))
      case 1:
        let start = place()
        let count = next() % 32
        edits.append(.overwrite(place: start, Array(rest.prefix(count))))
        rest = rest.dropFirst(count)
      case 2: edits.append(.copyPage(from: next(), to: next()))
      case 3: edits.append(.cut(place()))
      case 4:
        let count = next()
        edits.append(.append(Array(rest.prefix(count))))
        rest = rest.dropFirst(count)
      default:
        edits.append(.row(Self.statement(next(), next(), next(), next(), next())))
      }
    }
  }

  func apply(to path: String) throws {
    for edit in edits {
      if case .row(let statement) = edit {
        Self.run(statement, on: path)
      } else {
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        Self.change(&bytes, by: edit)
        try Self.write(bytes, path)
      }
    }
  }

  private static func change(_ bytes: inout [UInt8], by edit: Edit) {
    guard !bytes.isEmpty else { return }
    switch edit {
    case .flip(let place, let mask): bytes[place % bytes.count] ^= mask
    case .overwrite(let place, let new):
      let start = place % bytes.count
      for (offset, byte) in new.enumerated() where start + offset < bytes.count {
        bytes[start + offset] = byte
      }
    case .copyPage(let from, let to):
      let pages = max(bytes.count / page, 1)
      let (from, to) = (from % pages * page, to % pages * page)
      guard from + page <= bytes.count, to + page <= bytes.count else { return }
      bytes.replaceSubrange(to..<to + page, with: bytes[from..<from + page])
    case .cut(let place): bytes.removeLast(place % bytes.count)
    case .append(let new): bytes += new
    case .row: break
    }
  }

  /// Keeps owner and mode of the file.
  private static func write(_ bytes: [UInt8], _ path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }

  /// What SQLite does not let us do to a file, nobody can do to it by these means.
  private static func run(_ statement: String, on path: String) {
    guard let connection = try? Connection(path: path, mode: .readWrite) else { return }
    try? connection.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
    try? connection.execute(statement)
    try? connection.checkpointTruncate()
  }

  private static func statement(
    _ table: Int, _ column: Int, _ row: Int, _ other: Int, _ kind: Int
  ) -> String {
    let (table, columns) = tables[table % tables.count]
    let column = columns[column % columns.count]
    func at(_ number: Int) -> String {
      "(SELECT * FROM \(table) LIMIT 1 OFFSET \(number) % max((SELECT count(*) FROM \(table)), 1))"
    }
    let keys = ["version": "(profile, number)", "event_tag": "(tag, sequence)"]
    let key = keys[table] ?? columns[0]
    let this = "WHERE \(key) IN (SELECT \(key.filter { $0 != "(" && $0 != ")" }) FROM \(at(row)))"
    return switch kind % 8 {
    case 0: "DELETE FROM \(table) \(this)"
    case 1: "UPDATE \(table) SET \(column) = (SELECT \(column) FROM \(at(other))) \(this)"
    case 2: "UPDATE \(table) SET \(column) = \(column) + \(other % 7 - 3) \(this)"
    case 3: "UPDATE \(table) SET \(column) = NULL \(this)"
    case 4: "UPDATE \(table) SET \(column) = substr(\(column), 1, \(other)) \(this)"
    case 5:
      """
      UPDATE \(table) SET \(column) = CAST(substr(\(column), 1, \(other)) || x'00'
      || substr(\(column), \(other) + 2) AS BLOB) \(this)
      """
    case 6: "UPDATE \(table) SET \(column) = zeroblob(length(\(column))) \(this)"
    default: "DELETE FROM \(table)"
    }
  }
}
