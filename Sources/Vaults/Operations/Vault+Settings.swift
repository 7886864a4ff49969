package import Auditing
import Storage

/// The settings, believed only where the log says that they were written last.
extension Vault {
  package borrowing func settings() throws(VaultError) -> VaultSettings {
    try read { _ throws(VaultError) in try storedSettings().settings }
  }

  /// Changes where backups go or how long they are kept.
  package borrowing func changeBackups(
    to place: VaultSettings.BackupPlace?, keepDays: UInt32?, by author: Author, at time: Int64
  ) throws(VaultError) -> VaultSettings {
    try changeSettings(by: author, at: time) { settings in
      if let place { settings.backups = place }
      if let keepDays { settings.keepDays = keepDays }
    }
  }

  /// Lets rotations go on after a restore.
  package borrowing func unfreeze(
    by author: Author, at time: Int64
  ) throws(VaultError) -> VaultSettings {
    try changeSettings(by: author, at: time) { $0.isFrozen = false }
  }

  /// Says whether logins are tried before they are saved.
  package borrowing func demandChecks(
    _ isDemanded: Bool, by author: Author, at time: Int64
  ) throws(VaultError) -> VaultSettings {
    try changeSettings(by: author, at: time) { $0.demandsChecks = isDemanded }
  }

  private borrowing func changeSettings(
    by author: Author, at time: Int64, _ change: (inout VaultSettings) -> Void
  ) throws(VaultError) -> VaultSettings {
    try write { standing throws(VaultError) in
      let before = try storedSettings().settings
      var settings = before
      change(&settings)
      guard settings != before else { return settings }
      let event = EventDraft(
        .settingsChanged, subject: SettingsRow.subject, at: time, by: author, settings.details)
      try write(settings, with: event, in: &standing)
      return settings
    }
  }

  /// Writes the settings together with their event.
  borrowing func write(
    _ settings: VaultSettings, with event: EventDraft, in standing: inout Standing
  ) throws(VaultError) {
    try record(event, in: &standing)
    let row = SettingsRow(
      settings, lastChange: standing.head.chain, keys: keys, vault: id)
    do throws(StorageError) {
      try row.write(on: connection)
    } catch {
      throw .storage(error)
    }
  }

  /// The settings and the event that wrote them; none of both where nothing was settled yet.
  borrowing func storedSettings() throws(VaultError) -> (
    settings: VaultSettings, lastChange: ChainHead?
  ) {
    let row: SettingsRow?
    do throws(StorageError) {
      row = try SettingsRow.read(on: connection)
    } catch {
      throw .storage(error)
    }
    let found = try row?.open(keys: keys, vault: id)
    let logged: ChainHead?
    do throws(AuditError) {
      logged =
        try Log.lastChanges(
          of: [SettingsRow.subject], in: id, keys: keys.audit, on: connection
        ).first ?? nil
    } catch {
      throw .audit(error)
    }
    guard found?.lastChange == logged else {
      throw .damaged("the settings are not the ones that were written last")
    }
    return (found?.settings ?? VaultSettings(), logged)
  }
}

extension VaultSettings {
  /// What the record says of them.
  var details: [Detail] {
    let place =
      switch backups {
      case .undecided: ""
      case .none: "none"
      case .folder(let path): path
      }
    return [Detail(.folder, place), Detail(.keep, String(keepDays))]
      + (isFrozen ? [Detail(.cause, "rotations wait")] : [])
      + (demandsChecks ? [Detail(.cause, "logins are tried before they are saved")] : [])
  }
}
