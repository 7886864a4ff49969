/// Where backups go, as a message says it.
package enum BackupPlaceWord: Codable, Equatable, Sendable {
  case undecided
  case none
  case folder(String)
}

/// What is known of the vault's settings and backups.
package struct BackupFacts: Codable, Equatable, Sendable {
  package let place: BackupPlaceWord
  /// 0 stands for ever.
  package let keepDays: Int
  /// Whether rotations wait, after a restore, until somebody has looked at what is in use.
  package let isFrozen: Bool
  /// Empty for a vault that never was restored.
  package let lineage: String
  /// Milliseconds since 1970.
  package let lastMade: Int64?
  package let lastName: String?
  package let lastCheck: Int64?
  package let lastCheckFailed: Bool
  package let vaultMade: Int64
  /// Whether a login of a database is only saved once it was signed in with.
  package var demandsChecks = false

  package init(
    place: BackupPlaceWord, keepDays: Int, isFrozen: Bool, lineage: String, lastMade: Int64?,
    lastName: String?, lastCheck: Int64?, lastCheckFailed: Bool, vaultMade: Int64
  ) {
    self.place = place
    self.keepDays = keepDays
    self.isFrozen = isFrozen
    self.lineage = lineage
    self.lastMade = lastMade
    self.lastName = lastName
    self.lastCheck = lastCheck
    self.lastCheckFailed = lastCheckFailed
    self.vaultMade = vaultMade
  }
}

package struct AskBackups: Call {
  package typealias Answer = BackupFacts
  package init() {}
  package var message: Message { .backups(self) }
}

/// Changes where backups go, how long they are kept, that rotations wait, or that logins are tried.
package struct ChangeSettings: Call {
  package typealias Answer = BackupFacts
  package var place: BackupPlaceWord?
  package var keepDays: Int?
  package var unfreeze: Bool
  /// Whether a login of a database is only saved once it was signed in with.
  package var demandsChecks: Bool?
  package init(place: BackupPlaceWord? = nil, keepDays: Int? = nil, unfreeze: Bool = false) {
    self.place = place
    self.keepDays = keepDays
    self.unfreeze = unfreeze
  }
  package var message: Message { .changeSettings(self) }
}

/// Has the agent make a copy of the vault as it is now, to be fetched in pieces.
package struct BeginBackup: Call {
  package typealias Answer = BackupBegun
  package init() {}
  package var message: Message { .beginBackup(self) }
}

package struct BackupBegun: Codable, Equatable, Sendable {
  package let token: String
  package let size: Int
  /// BLAKE2b-256 of the whole, in hexadecimal.
  package let digest: String
  package let facts: BackupFacts
  /// Earlier backups that are older than they are to be kept.
  package let expired: [BackupLine]
  package init(
    token: String, size: Int, digest: String, facts: BackupFacts, expired: [BackupLine]
  ) {
    self.token = token
    self.size = size
    self.digest = digest
    self.facts = facts
    self.expired = expired
  }
}

/// A backup as the record tells of it.
package struct BackupLine: Codable, Equatable, Sendable {
  package let name: String
  package let size: Int
  package let digest: String
  package init(name: String, size: Int, digest: String) {
    self.name = name
    self.size = size
    self.digest = digest
  }
}

/// Fetches a piece of the copy, as the one attachment of the answer.
package struct ReadBackup: Call {
  package typealias Answer = Nothing
  /// What one piece holds at most.
  package static let pieceLimit = 1 << 20
  package let token: String
  package let offset: Int
  package init(token: String, offset: Int) {
    self.token = token
    self.offset = offset
  }
  package var message: Message { .readBackup(self) }
}

/// Lets go of the copy; with a name, it lies somewhere under it now.
package struct EndBackup: Call {
  package typealias Answer = Nothing
  package let token: String
  package let name: String?
  package init(token: String, name: String?) {
    self.token = token
    self.name = name
  }
  package var message: Message { .endBackup(self) }
}

/// Tells which older backups were removed.
package struct NotePruned: Call {
  package typealias Answer = Nothing
  package let names: [String]
  package init(names: [String]) { self.names = names }
  package var message: Message { .notePruned(self) }
}

/// Begins handing a copy to the agent, which keeps it beside the vault until it is told what to do.
package struct StageCopy: Call {
  package typealias Answer = StagedCopy
  /// The vault beside which it is kept, where none is open in this conversation.
  package let vault: String
  package init(vault: String) { self.vault = vault }
  package var message: Message { .stageCopy(self) }
}

package struct StagedCopy: Codable, Equatable, Sendable {
  package let token: String
  package init(token: String) { self.token = token }
}

/// The next piece of the copy, as the one attachment.
package struct StagePiece: Call {
  package typealias Answer = Nothing
  package let token: String
  package init(token: String) { self.token = token }
  package var message: Message { .stagePiece(self) }
}

/// Opens the staged copy by a key, the one attachment.
package struct OpenCopy: Call {
  package typealias Answer = Nothing
  package let token: String
  package let kind: SlotWord
  package init(token: String, kind: SlotWord) {
    self.token = token
    self.kind = kind
  }
  package var message: Message { .openCopy(self) }
}

/// Reads all of a staged copy, opened by its key or by that of the vault that is open.
package struct CheckCopy: Call {
  package typealias Answer = CopyFacts
  package let token: String
  /// What the record calls it.
  package let name: String
  /// Whether the copy is needed afterwards.
  package let keep: Bool
  package init(token: String, name: String, keep: Bool = false) {
    self.token = token
    self.name = name
    self.keep = keep
  }
  package var message: Message { .checkCopy(self) }
}

package struct CopyFacts: Codable, Equatable, Sendable {
  package let id: String
  package let epoch: Int64
  package let events: Int64
  package let profiles: Int
  package let versions: Int
  /// When the last event in it was written, in milliseconds since 1970.
  package let lastEvent: Int64
  package let size: Int
  package let digest: String
  /// The steps by which it was brought up to date before it was read.
  package let migrated: [String]
  /// Whether the record of the vault itself tells of the check.
  package let isRecorded: Bool
  package init(
    id: String, epoch: Int64, events: Int64, profiles: Int, versions: Int, lastEvent: Int64,
    size: Int, digest: String, migrated: [String], isRecorded: Bool
  ) {
    self.id = id
    self.epoch = epoch
    self.events = events
    self.profiles = profiles
    self.versions = versions
    self.lastEvent = lastEvent
    self.size = size
    self.digest = digest
    self.migrated = migrated
    self.isRecorded = isRecorded
  }
}

/// Puts a staged copy that was checked in the place of the vault.
package struct RestoreVault: Call {
  package typealias Answer = RestoredAnswer
  package let token: String
  package let path: String
  /// What the record calls the copy.
  package let source: String
  /// Tells the vault that is kept from others, as `20260131T104107Z`.
  package let stamp: String
  package init(token: String, path: String, source: String, stamp: String) {
    self.token = token
    self.path = path
    self.source = source
    self.stamp = stamp
  }
  package var message: Message { .restore(self) }
}

package struct RestoredAnswer: Codable, Equatable, Sendable {
  /// Where the vault that was there is kept.
  package let kept: String?
  package let lineage: String
  package init(kept: String?, lineage: String) {
    self.kept = kept
    self.lineage = lineage
  }
}
