import Auditing
import Catalog
import Host
import Messages
import Profiles
import Sealing
import Storage
import Vaults

// The errors of the rooms below in the one form that the client prints, with its exit status.

extension Failure {
  /// Any error that a handler met.
  init(describing error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as VaultError: self.init(error)
    case let error as HostError: self.init(error.status, error.message, hint: error.remedy)
    case let error as WordError: self.init(.invalid, error.message, hint: error.remedy)
    case let error as SealingError: self.init(.invalid, error.message, hint: error.remedy)
    default:
      self.init(
        .unexpected, "something unexpected went wrong", hint: "try again; report it if it stays")
    }
  }

  init(_ error: VaultError) {
    switch error {
    case .file(.notFound(let path)):
      self.init(.notFound, "there is no vault at \(path)", hint: "make one with: coffer init")
    case .needsMigration:
      self.init(error.status, code: Failure.needsMigration, error.message, hint: error.remedy)
    case .stale: self.init(error.status, code: Failure.ended, error.message, hint: error.remedy)
    case .unknownProfile(let name, let known), .unknownField(_, let name, let known),
      .unknownSlot(let name, let known),
      .catalog(.unknownType(let name, let known, nil)),
      .catalog(.unknownField(let name, _, let known, nil)):
      self.init(error.status, error.message, hint: error.remedy, unknown: name, known: known)
    default: self.init(error.status, error.message, hint: error.remedy)
    }
  }
}

extension VaultError {
  var status: ExitStatus {
    switch self {
    case .storage(let error), .audit(.storage(let error)): error.status
    case .audit, .notAVault, .damaged, .substituted: .damaged
    case .file(let error): error.status
    case .catalog, .word, .incomplete, .nothingToChange, .viaItself, .givenTwice, .tooManySlots,
      .lastSlot, .badKey, .notByPassphrase, .notAWorkspace, .unknownWorkspace, .notPushable,
      .notAccepted,
      .notOverridable, .connectionTwice, .patternUnfilled, .implicitEnvironment:
      .invalid
    case .exists, .otherVault, .nameTaken, .otherType, .versionConflict, .inUse, .slotExists,
      .connectionTaken, .bound,
      .badPlan, .inRotation, .rotationOver, .rotationMoved:
      .conflict
    case .onNetwork: .storage
    case .unswept: .partly
    case .newer: .newer
    case .needsMigration, .rotationsWait: .needsPerson
    case .wrongKey, .noSlot: .wrongKey
    case .stale: .locked
    case .unknownProfile, .unknownVersion, .destroyed, .unknownField, .notRemoved, .unknownSlot:
      .notFound
    case .newDestination: .scope
    }
  }
}

extension StorageError {
  var status: ExitStatus {
    switch self {
    case .busy: .busy
    case .cannotOpen, .full, .readOnly, .inputOutput: .storage
    case .notADatabase, .damaged, .wrongChangeCount, .altered, .schemaDiffers: .damaged
    case .newer: .newer
    case .constraint, .statement: .unexpected
    }
  }

  /// Whether the disk is what refused.
  var isAboutDisk: Bool { status == .storage }
}

extension HostError {
  var status: ExitStatus {
    switch self {
    case .notFound: .notFound
    case .alreadyExists: .conflict
    case .busy, .timedOut: .busy
    case .tooLarge, .notText: .invalid
    case .notPermitted, .symlink, .notRegular, .notFolder, .otherOwner, .tooOpen, .diskFull,
      .pathTooLong, .failed:
      .storage
    case .endOfInput, .hungUp, .interrupted, .noTerminal, .alreadyListening, .nobodyListens,
      .wrongPeer, .cutOff, .closed, .malformedFrame, .traced, .cannotStart:
      .unexpected
    }
  }
}

extension VaultError {
  /// Whether the disk is what refused.
  var isAboutDisk: Bool {
    switch self {
    case .storage(let error), .audit(.storage(let error)): error.isAboutDisk
    default: false
    }
  }
}
