import Messages
import Testing

@Suite struct MessageRuleTests {
  @Test(arguments: MessageKind.allCases)
  func `every message says who may send it, why, and what is written down`(_ kind: MessageKind) {
    let rule = MessageRule.of(kind)
    #expect(rule.kind == kind)
    #expect(!rule.why.isEmpty)
    #expect(rule.events.contains(".") || rule.events.hasPrefix("none: "))
  }

  @Test func `a use session can neither read, move nor bring a secret`() {
    let allowed = MessageKind.allCases.filter { MessageRule.of($0).scope <= .use }
    #expect(
      Set(allowed) == [
        .sessionStatus, .endSession, .list, .show, .history, .compare, .listSlots,
        .auditLog, .auditMore, .lastSeen, .auditVerify,
        .auditCheckpoint, .keepCheckpoint, .beginAuditExport, .readAuditExport, .endAuditExport,
        .backups,
        .beginBackup, .readBackup, .endBackup, .notePruned,
        .stageCopy, .stagePiece, .checkCopy, .examine, .environments, .status, .plan, .beginPush,
        .awaitPush, .stopPush, .beginChecks, .awaitChecks, .stopChecks, .cloudServices,
        .cloudKeys, .beginRotation, .awaitRotation, .stopRotation, .rotations, .due,
        .reportCompromise,
      ])
  }

  @Test func `what brings a key or a path travels only over a pair of sockets to our own child`() {
    let spawned = MessageKind.allCases.filter { MessageRule.of($0).scope == .spawned }
    #expect(
      Set(spawned) == [
        .facts, .create, .open, .migrate, .startSession, .addSlot, .changePassphrase,
        .renewAfterCompromise, .openCopy, .restore,
      ])
  }
}
