import Foundation
import Storage
import TestSupport
import Testing
import Vaults

@Suite struct LostNameTests {
  @Test func `a name that its index has lost is damage, and not unknown`() throws {
    let test = try TemporaryVault()
    try test.open().addLogin("a", password: "a-one")
    let whole = try Data(contentsOf: URL(fileURLWithPath: try test.snapshot()))
    let tag = try Self.tag(in: test.path)
    let places = whole.indices.filter { whole[$0...].starts(with: tag) }
    #expect(places.count == 2, "in the table and in the index")
    for place in places {
      var bent = whole
      bent[place] ^= 1
      try test.stranger.replace(by: bent)
      let error = failure {
        let vault = try test.open()
        // A tag that is bent in the table alone is not even read by this.
        #expect(try vault.password(of: "a") == "a-one")
        _ = try vault.verify(by: author, at: later)
      }
      #expect(error?.isTampering == true, "\(String(describing: error))")
    }
  }

  private static func tag(in path: String) throws -> [UInt8] {
    let connection = try Connection(path: path, mode: .readOnly)
    let tag = try connection.first("SELECT tag FROM profile", []) { row throws(StorageError) in
      try row.blob(0)
    }
    return try #require(tag)
  }
}
