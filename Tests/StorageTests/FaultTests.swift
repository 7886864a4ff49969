import Faults
import Storage
import Testing

@Suite(.serialized) struct FaultTests {
  private static let name = "faulty.db"

  private func breakDisk(_ fault: Fault, from point: Int) {
    Disk.follow(Plan(.fail(fault, from: point)), for: Self.name)
  }

  /// Two rows over many pages, or none; then the log is emptied.
  private func change(_ connection: borrowing Connection) throws(StorageError) {
    try connection.transaction { () throws(StorageError) in
      for text in ["second", "third"] {
        try connection.run(
          "INSERT INTO note (text, data) VALUES (?, ?)",
          [.text(text), .blob([UInt8](repeating: 3, count: 9_000))], changing: 1)
      }
    }
  }

  @Test(arguments: Fault.allCases)
  func `keeps all or nothing wherever the disk fails`(_ fault: Fault) throws {
    var committed = 0
    var refused = 0
    var point = 0
    var hasFailed = true
    while hasFailed {
      point += 1
      let scratch = try Scratch()
      breakDisk(fault, from: .max)
      var connection = try scratch.notebook(Self.name)
      try connection.run("INSERT INTO note (text) VALUES ('first')", changing: 1)

      breakDisk(fault, from: point)
      let error = failure { () throws(StorageError) in try change(connection) }
      if error == nil {
        _ = failure { () throws(StorageError) in try connection.checkpointTruncate() }
      }
      let mustBeDropped = connection.mustBeDropped
      // Closing meets the broken disk as well.
      connection = try Connection.inMemory()
      hasFailed = Disk.heal()

      connection = try scratch.again(.readWrite, Self.name)
      try connection.checkIntegrity()
      let count = try connection.integer("SELECT count(*) FROM note")
      if let error {
        refused += 1
        #expect(count == 1 || count == 3, "point \(point)")
        #expect(mustBeDropped || count == 1, "point \(point)")
        if case .inputOutput = error {} else { #expect(error == .full, "point \(point)") }
      } else {
        committed += 1
        #expect(count == 3, "point \(point)")
      }
    }
    // Points in the transaction, points in the checkpoint after it, and one clean run.
    #expect(refused >= (fault == .sync ? 1 : 5))
    #expect(committed >= 2)
  }
}
