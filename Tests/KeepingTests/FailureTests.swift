@testable import Keeping
import Auditing
import Host
import Messages
import Profiles
import Storage
import Testing
import Vaults

@Suite struct FailureTests {
  @Test(
    arguments: [
      (VaultError.storage(.busy), 16), (.storage(.full), 17), (.storage(.readOnly), 17),
      (.storage(.damaged("x")), 9), (.storage(.notADatabase), 9), (.audit(.storage(.busy)), 16),
      (.audit(.cutOff(expected: 2, found: 1)), 9), (.audit(.damaged(sequence: 1, "x")), 9),
      (.file(.notFound("/x")), 3), (.file(.tooOpen("/x")), 17), (.file(.diskFull), 17),
      (.word(.badName("x")), 8), (.exists(path: "/x"), 4), (.notAVault(path: "/x"), 9),
      (.onNetwork("nfs"), 17), (.newer, 10), (.needsMigration(["x"]), 15), (.damaged("x"), 9),
      (.substituted, 9), (.wrongKey(.passphrase), 6), (.noSlot(.keyFile), 6), (.stale, 5),
      (.unknownProfile("x", known: []), 3), (.nameTaken("x"), 4),
      (.versionConflict(name: "x", wanted: 1, found: 2), 4), (.unknownVersion(name: "x", 1), 3),
      (.destroyed(name: "x", 1), 3), (.newDestination(fields: ["host"]), 7),
      (.incomplete(name: "x", missing: ["y"]), 8), (.inUse(name: "x", by: ["y"]), 4),
      (.notRemoved("x"), 3), (.unknownSlot("x", known: []), 3), (.slotExists("x"), 4),
      (.lastSlot, 8),
    ] as [(VaultError, Int32)])
  func `ends with the status that says what kind of failure it was`(
    error: VaultError, status: Int32
  ) {
    let failure = Failure(describing: error)
    #expect(failure.status.rawValue == status)
    #expect(!failure.message.isEmpty && !failure.hint.isEmpty)
  }

  @Test func `tells apart what the client acts on`() {
    #expect(Failure(.needsMigration(["x"])).code == Failure.needsMigration)
    #expect(Failure(.stale).code == Failure.ended)
    #expect(Failure(.newDestination(fields: [])).code != Failure.scopeDenied)
    let unknown = Failure(.unknownProfile("pordn", known: ["prod"]))
    #expect(unknown.unknown == "pordn" && unknown.known == ["prod"])
  }

  @Test func `keeps its silence about what it does not know`() {
    struct Odd: Error { let secret = "hunter2" }
    let failure = Failure(describing: Odd())
    #expect(failure.status == .unexpected && !failure.message.contains("hunter2"))
  }
}
