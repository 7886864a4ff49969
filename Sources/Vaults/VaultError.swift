package import Auditing
package import Catalog
package import Host
package import Profiles
package import Storage

/// Why a vault did not do what it was asked to.
package enum VaultError: Error, Equatable, Sendable {
  case storage(StorageError)
  case audit(AuditError)
  /// The change was made, but traces of what it replaced may be left in the write-ahead log.
  case unswept(StorageError)
  case file(HostError)
  case catalog(CatalogError)
  case word(WordError)

  /// There is a file where a vault should be made.
  case exists(path: String)
  case notAVault(path: String)
  case onNetwork(String)
  /// The file asks for a newer reader than this program is.
  case newer
  case needsMigration([String])
  /// Something in the file is not what was written, with its name.
  case damaged(String)
  /// The key opens, but it belongs to another vault than this file says it is.
  case substituted
  case wrongKey(SlotKind)
  /// A copy is not one of this vault, with the id that it has.
  case otherVault(id: String)
  /// The vault has no slot of the kind that was offered.
  case noSlot(SlotKind)
  /// The vault key was changed by somebody else since it was opened.
  case stale

  case unknownProfile(String, known: [String])
  case nameTaken(String)
  case versionConflict(name: String, wanted: UInt32, found: UInt32)
  case unknownVersion(name: String, UInt32)
  case destroyed(name: String, UInt32)
  case unknownField(name: String, field: String, known: [String])
  case nothingToChange(name: String)
  /// An existing secret would be sent to a new place.
  case newDestination(fields: [String])
  case incomplete(name: String, missing: [String])
  case inUse(name: String, by: [String])
  case notRemoved(String)
  case viaItself
  /// What arrives is of another type than the profile of its name.
  case otherType(name: String, found: String, given: String)
  /// What arrives has the name of something that arrived before it.
  case givenTwice(name: String, line: Int)

  /// What was named as a place to push to is none.
  case notAWorkspace(name: String, type: String)
  /// Something that arrives is tied to a workspace that is not there.
  case unknownWorkspace(String)
  case notPushable(name: String, type: String)
  /// A workspace asks for labels that a profile does not carry.
  case notAccepted(name: String, workspace: String, label: String)
  case notOverridable(field: String, type: String, allowed: [String])
  case connectionTaken(name: String, workspace: String, by: String)
  case connectionTwice(name: String, first: String, second: String)
  case patternUnfilled(pattern: String, name: String, label: String)
  case implicitEnvironment
  case bound(name: String, to: [String])
  case badPlan

  /// The profile's secret is being replaced.
  case inRotation(name: String)
  case rotationOver
  /// Somebody else went on with it meanwhile.
  case rotationMoved
  /// The vault was restored, and nobody has said yet what is in use.
  case rotationsWait

  case unknownSlot(String, known: [String])
  case slotExists(String)
  case tooManySlots(Int)
  case lastSlot
  case badKey(String)
  /// A passphrase is changed by who has just opened the vault with it.
  case notByPassphrase
}
