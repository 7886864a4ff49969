import Auditing
import Host
import Messages
import Sealing
import Storage
import Vaults

/// The vault that a conversation or a session has opened, and what it still owes the record.
///
/// Only the keeper has it, on the keeper's thread.
final class OpenedVault {
  var vault: Vault
  /// How often a secret was read, or the vault opened, without a line in the record.
  private(set) var unconfessed = 0

  /// Whether a note of it lies where the next agent finds it.
  private(set) var isNoted = false

  /// What was signed in with last and may be saved, where the vault demands that it was.
  var tried: TriedFields?

  /// Takes over what earlier agents still owe.
  init(_ vault: consuming Vault) {
    unconfessed = DebtNote.read(for: vault)
    isNoted = unconfessed > 0
    self.vault = vault
  }

  /// Counts what could not be written down.
  func owe() {
    unconfessed += 1
    isNoted = DebtNote.write(unconfessed, for: vault)
  }

  /// Writes down, as soon as it can be, that something was not.
  func confess(_ order: Order) {
    guard unconfessed > 0 else { return }
    do {
      try vault.confess(unconfessed, by: order.author, at: order.time)
      unconfessed = 0
      if isNoted { DebtNote.remove(for: vault) }
      isNoted = false
    } catch {
      // The disk still cannot be written: it stays owed.
      settle()
    }
  }

  /// Opens the file again where it is not known what became of the last line for the record.
  func settle() {
    if vault.mustBeDropped { try? vault.reconnect() }
  }

  /// Does what a message asks of an opened vault.
  func answer(_ message: Message, _ order: Order) throws -> Frame? {
    switch message {
    case .add(let call): try Wire.answer(to: call, add(call, order))
    case .change(let call): try Wire.answer(to: call, change(call, order))
    case .rollback(let call): try Wire.answer(to: call, rollBack(call, order))
    case .list(let call): try Wire.answer(to: call, list(call))
    case .show(let call): try Wire.answer(to: call, show(call))
    case .reveal(let call): try reveal(call, order)
    case .history(let call): try Wire.answer(to: call, history(call))
    case .compare(let call): try Wire.answer(to: call, compare(call))
    case .rename(let call): try Wire.answer(to: call, rename(call, order))
    case .label(let call): try Wire.answer(to: call, label(call, order))
    case .remove(let call): try Wire.answer(to: call, remove(call, order))
    case .undelete(let call): try Wire.answer(to: call, undelete(call, order))
    case .purge(let call): try Wire.answer(to: call, purge(call, order))
    case .listSlots(let call): try Wire.answer(to: call, slots())
    case .addSlot(let call): try Wire.answer(to: call, addSlot(call, order))
    case .removeSlot(let call): try Wire.answer(to: call, removeSlot(call, order))
    case .changePassphrase(let call): try Wire.answer(to: call, changePassphrase(call, order))
    case .rotateKey(let call): try Wire.answer(to: call, rotate(order))
    case .renewAfterCompromise(let call): try Wire.answer(to: call, renew(call, order))
    case .auditLog(let call): try Wire.answer(to: call, events(call, order))
    case .auditMore(let call): try Wire.answer(to: call, moreEvents(call, order))
    case .lastSeen(let call): try Wire.answer(to: call, lastSeen(call, order))
    case .auditVerify(let call): try Wire.answer(to: call, verify(call, order))
    case .auditCheckpoint(let call): try Wire.answer(to: call, checkpoint(call, order))
    case .keepCheckpoint(let call): try Wire.answer(to: call, keepCheckpoint(call, order))
    case .beginAuditExport(let call): try Wire.answer(to: call, beginExport(call, order))
    case .readAuditExport(let call): try readExport(call, order)
    case .endAuditExport(let call): try Wire.answer(to: call, endExport(call, order))
    case .beginImport(let call): try Wire.answer(to: call, beginArriving(order))
    case .importPiece(let call): try Wire.answer(to: call, takePiece(order))
    case .finishImport(let call): try Wire.answer(to: call, finish(call, order))
    case .beginExport(let call): try Wire.answer(to: call, beginExport(call, order))
    case .exportPiece(let call):
      try Wire.answer(to: call, Nothing(), attachments: [try order.hold.nextLeaving()])
    case .facts, .create, .open, .migrate, .startSession, .sessionStatus, .endSession: nil
    case .backups, .changeSettings, .beginBackup, .readBackup, .endBackup, .notePruned, .stageCopy,
      .stagePiece, .openCopy, .checkCopy, .restore, .examine:
      nil
    case .bind(let call): try Wire.answer(to: call, bind(call, order))
    case .unbind(let call): try Wire.answer(to: call, unbind(call, order))
    case .setEnvironment(let call): try Wire.answer(to: call, setEnvironment(call, order))
    case .removeEnvironments(let call): try Wire.answer(to: call, removeEnvironments(call, order))
    case .environments(let call): try Wire.answer(to: call, environments(call))
    case .status(let call): try Wire.answer(to: call, status(call))
    case .plan, .beginPush, .awaitPush, .stopPush, .adopt: nil
    case .beginChecks, .awaitChecks, .stopChecks, .tryFields, .provision: nil
    case .cloudServices, .cloudKeys, .identifyCloudKey: nil
    case .rotations(let call): try Wire.answer(to: call, rotations(call))
    case .setPolicy(let call): try Wire.answer(to: call, setPolicy(call, order))
    case .due(let call): try Wire.answer(to: call, due(call, order.time))
    case .beginRotation, .awaitRotation, .stopRotation, .abandonRotation: nil
    }
  }
}
