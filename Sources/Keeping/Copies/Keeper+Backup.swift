import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// Giving copies of the vault away, in pieces.
extension Keeper {
  /// Nothing if the message is about something else.
  func answerBackup(_ message: Message, _ order: Order) throws -> Frame? {
    guard let opened else { return nil }
    switch message {
    case .backups(let call): return try Wire.answer(to: call, opened.vault.backupFacts())
    case .changeSettings(let call):
      return try Wire.answer(to: call, opened.changeSettings(call, order))
    case .beginBackup(let call):
      return try Wire.answer(to: call, beginBackup(of: opened.vault, order))
    case .readBackup(let call):
      guard call.offset >= 0 else { throw Failure.misunderstood }
      let piece = try copies.draft(call.token, at: clock.boot()).file.piece(
        at: call.offset, limit: ReadBackup.pieceLimit)
      return try Wire.answer(to: call, Nothing(), attachments: [Secret(piece)])
    case .endBackup(let call): return try Wire.answer(to: call, endBackup(call, opened, order))
    case .notePruned(let call):
      let names = call.names.prefix(1_000).map(FileName.shown)
      try opened.vault.note(pruned: names, by: order.author, at: order.time)
      return try Wire.answer(to: call, Nothing())
    default: return nil
    }
  }

  private func beginBackup(of vault: borrowing Vault, _ order: Order) throws -> BackupBegun {
    try copies.makeRoom(at: clock.boot())
    let draft = try Draft(of: vault)
    let facts = try vault.backupFacts()
    var expired: [BackupLine] = []
    if facts.keepDays > 0 {
      let age = Int64(facts.keepDays) * 86_400_000
      expired = try vault.backups(before: order.time - age).map { file in
        BackupLine(name: file.name, size: Int(file.size), digest: file.digest)
      }
    }
    return BackupBegun(
      token: copies.add(draft, at: clock.boot()), size: draft.size, digest: draft.digest,
      facts: facts, expired: expired)
  }

  private func endBackup(
    _ call: EndBackup, _ opened: OpenedVault, _ order: Order
  ) throws -> Nothing {
    let draft = try copies.draft(call.token, at: clock.boot())
    if let name = call.name {
      let file = BackupFile(
        name: FileName.shown(name), size: Int64(draft.size), digest: draft.digest)
      try opened.vault.note(backup: file, by: order.author, at: order.time)
    }
    copies.drop(call.token)
    return Nothing()
  }
}

/// Names of files, which clients claim.
enum FileName {
  static func shown(_ name: String) -> String { Cleaned.text(String(name.prefix(255))) }

  /// A path by which the record can lead back to a file; nothing for one that cannot be shown whole.
  static func place(_ path: String) -> String? {
    let isShown =
      path.hasPrefix("/") && path.utf8.count < 4096
      && path.unicodeScalars.allSatisfy(Cleaned.isInert)
    return isShown ? path : nil
  }
}

extension OpenedVault {
  fileprivate func changeSettings(_ call: ChangeSettings, _ order: Order) throws -> BackupFacts {
    if call.unfreeze { _ = try vault.unfreeze(by: order.author, at: order.time) }
    if let demands = call.demandsChecks {
      _ = try vault.demandChecks(demands, by: order.author, at: order.time)
    }
    if call.place != nil || call.keepDays != nil {
      _ = try vault.changeBackups(
        to: try call.place.map { try VaultSettings.BackupPlace($0) },
        keepDays: try call.keepDays.map { days in
          guard 0...36_500 ~= days else {
            throw Failure.invalid(
              "backups cannot be kept for \(days) days", hint: "give 1 to 36500 days, or 0 for ever"
            )
          }
          return UInt32(days)
        }, by: order.author, at: order.time)
    }
    return try vault.backupFacts()
  }
}

extension VaultSettings.BackupPlace {
  init(_ word: BackupPlaceWord) throws(Failure) {
    switch word {
    case .undecided: self = .undecided
    case .none: self = .none
    case .folder(let path):
      // The agent never opens it; the record and the next client shall find what they can read.
      guard path.hasPrefix("/"), path.utf8.count < 4096,
        path.unicodeScalars.allSatisfy(Cleaned.isInert)
      else {
        throw .invalid(
          "'\(Cleaned.text(path))' is no folder for backups",
          hint: "give an absolute path of printable characters")
      }
      self = .folder(path)
    }
  }
}

extension Vault {
  /// What is known of its backups, without a search.
  borrowing func backupFacts() throws(VaultError) -> BackupFacts {
    let settings = try settings()
    let standing = try backupStanding()
    let place: BackupPlaceWord =
      switch settings.backups {
      case .undecided: .undecided
      case .none: .none
      case .folder(let path): .folder(path)
      }
    var facts = BackupFacts(
      place: place, keepDays: Int(settings.keepDays), isFrozen: settings.isFrozen,
      lineage: Hex.text(settings.lineage), lastMade: standing.lastMade,
      lastName: standing.lastName, lastCheck: standing.lastCheck,
      lastCheckFailed: standing.lastCheckFailed, vaultMade: standing.vaultMade)
    facts.demandsChecks = settings.demandsChecks
    return facts
  }
}
