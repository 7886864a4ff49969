import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// What is done with a vault's file while it is locked.
enum Opening {
  static func facts(_ call: AskFacts) throws -> FactsAnswer {
    let (facts, pending) = try VaultMigration.facts(path: try checked(call.path))
    return FactsAnswer(facts, pending: pending)
  }

  /// Looks at this process and at the file; that the file does not open is an answer, too.
  static func examine(_ call: Examine) throws -> Examined {
    var found = Examined(
      build: Conversation.build, isMemoryLocked: LockedMemory.isLocked,
      lockLimit: ProcessFacts.lockedMemoryLimit, mayLeaveCore: ProcessFacts.mayLeaveCore)
    let path = try checked(call.path)
    do {
      let file = try VaultMigration.examine(path: path)
      found.pending = file.pending
      found.lastEvent = file.lastEvent
    } catch {
      found.trouble = Failure(describing: error)
    }
    return found
  }

  static func create(_ call: CreateVault, _ order: Order) throws -> FactsAnswer {
    let path = try checked(call.path)
    guard Set(call.keys.map(\.name)).count == call.keys.count else {
      throw Failure.invalid("two keys have the same name", hint: "name each key differently")
    }
    let keys = try call.keys.map(order.key)
    let settings = VaultSettings(backups: try VaultSettings.BackupPlace(call.backups))
    if let usual = usualFolder, Files.folder(of: path) == usual {
      try Files.makePrivateFolder(usual)
    }
    let facts = try Derivation.queued(if: call.keys.contains { $0.kind == .passphrase }) {
      try Vault.create(
        at: path, keys: keys, settings: settings, by: order.author, at: order.time)
    }
    return FactsAnswer(facts, pending: [])
  }

  static func migrate(_ call: MigrateVault, _ order: Order) throws -> MigratedAnswer {
    let migrated = try VaultMigration.run(
      path: try checked(call.path), by: order.author.user, at: order.time)
    return MigratedAnswer(steps: migrated.steps, copy: migrated.copy)
  }

  /// Opens a vault; once more if somebody renewed its key in between.
  static func open(_ call: OpenVault, _ order: Order) throws -> OpenedVault {
    let path = try checked(call.path)
    let credential = try order.credential(call.kind)
    do {
      return try open(path, credential, call, order)
    } catch VaultError.stale {
      return try open(path, credential, call, order)
    }
  }

  private static func open(
    _ path: String, _ credential: Credential, _ call: OpenVault, _ order: Order
  ) throws -> OpenedVault {
    let locked = try LockedVault(path: path)
    let keys = try Derivation.queued(if: call.kind == .passphrase) {
      try read(credential, of: locked, order)
    }
    let vault = try Vault(
      locked, keys, by: order.author, at: order.time, unaudited: call.unaudited)
    let opened = OpenedVault(vault)
    if call.unaudited { try opened.noteUnlocking(order) }
    return opened
  }

  /// A key file or a code that is none counts as a wrong key: another one may open the vault.
  private static func read(
    _ credential: Credential, of locked: borrowing LockedVault, _ order: Order
  ) throws -> OpenedKeys {
    do {
      return try locked.keys(for: credential, by: order.author.user, at: order.time)
    } catch VaultError.badKey(let what) {
      throw Failure(.wrongKey, what, hint: VaultError.badKey(what).remedy)
    }
  }

  /// Only whole paths are opened: the agent's own folder is not the client's.
  static func checked(_ path: String) throws -> String {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw Failure(
        .usage, "'\(Cleaned.text(path))' is no absolute path", hint: "give the whole path")
    }
    return try Files.canonicalPlace(path)
  }

  /// The folder in which vaults lie where nothing else is said.
  private static var usualFolder: String? {
    let data = Environment.folder("XDG_DATA_HOME") ?? Environment.home.map { $0 + "/.local/share" }
    guard let data else { return nil }
    return (try? Files.canonicalPlace(data + "/coffer")) ?? data + "/coffer"
  }
}

extension OpenedVault {
  /// Writes the unlocking down if the disk allows it; it is owed otherwise.
  fileprivate func noteUnlocking(_ order: Order) throws {
    var author = order.author
    author.slot = vault.slotName
    let refusal: VaultError
    do throws(VaultError) {
      return try vault.note(EventDraft(.vaultUnlocked, at: order.time, by: author))
    } catch {
      refusal = error
    }
    guard refusal.isAboutDisk else { throw refusal }
    if vault.mustBeDropped { try vault.reconnect() }
    owe()
  }
}

extension FactsAnswer {
  fileprivate init(_ facts: VaultFacts, pending: [String]) {
    self.init(
      id: facts.id, identity: Hex.text(facts.identity), epoch: facts.epoch,
      slotKinds: facts.slotKinds.map(SlotWord.init), pending: pending)
  }
}
