/// A message as `{"KIND": {...}}`.
///
/// Written by hand: what the compiler makes has a type of keys for each case, and the start of a
/// client goes into searching the conformances of them all.
extension Message: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MessageKind.self)
    guard let kind = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no one message"))
    }
    func call<Content: Call>() throws -> Content {
      try container.decode(Content.self, forKey: kind)
    }
    self =
      switch kind {
      case .facts: .facts(try call())
      case .create: .create(try call())
      case .open: .open(try call())
      case .migrate: .migrate(try call())
      case .startSession: .startSession(try call())
      case .sessionStatus: .sessionStatus(try call())
      case .endSession: .endSession(try call())
      case .add: .add(try call())
      case .change: .change(try call())
      case .list: .list(try call())
      case .show: .show(try call())
      case .reveal: .reveal(try call())
      case .rename: .rename(try call())
      case .label: .label(try call())
      case .history: .history(try call())
      case .compare: .compare(try call())
      case .rollback: .rollback(try call())
      case .remove: .remove(try call())
      case .undelete: .undelete(try call())
      case .purge: .purge(try call())
      case .listSlots: .listSlots(try call())
      case .addSlot: .addSlot(try call())
      case .removeSlot: .removeSlot(try call())
      case .changePassphrase: .changePassphrase(try call())
      case .rotateKey: .rotateKey(try call())
      case .renewAfterCompromise: .renewAfterCompromise(try call())
      case .auditLog: .auditLog(try call())
      case .auditMore: .auditMore(try call())
      case .lastSeen: .lastSeen(try call())
      case .auditVerify: .auditVerify(try call())
      case .auditCheckpoint: .auditCheckpoint(try call())
      case .keepCheckpoint: .keepCheckpoint(try call())
      case .beginAuditExport: .beginAuditExport(try call())
      case .readAuditExport: .readAuditExport(try call())
      case .endAuditExport: .endAuditExport(try call())
      case .backups: .backups(try call())
      case .changeSettings: .changeSettings(try call())
      case .beginBackup: .beginBackup(try call())
      case .readBackup: .readBackup(try call())
      case .endBackup: .endBackup(try call())
      case .notePruned: .notePruned(try call())
      case .stageCopy: .stageCopy(try call())
      case .stagePiece: .stagePiece(try call())
      case .openCopy: .openCopy(try call())
      case .checkCopy: .checkCopy(try call())
      case .restore: .restore(try call())
      case .examine: .examine(try call())
      case .beginImport: .beginImport(try call())
      case .importPiece: .importPiece(try call())
      case .finishImport: .finishImport(try call())
      case .beginExport: .beginExport(try call())
      case .exportPiece: .exportPiece(try call())
      case .bind: .bind(try call())
      case .unbind: .unbind(try call())
      case .setEnvironment: .setEnvironment(try call())
      case .removeEnvironments: .removeEnvironments(try call())
      case .environments: .environments(try call())
      case .status: .status(try call())
      case .plan: .plan(try call())
      case .beginPush: .beginPush(try call())
      case .awaitPush: .awaitPush(try call())
      case .stopPush: .stopPush(try call())
      case .adopt: .adopt(try call())
      case .beginChecks: .beginChecks(try call())
      case .awaitChecks: .awaitChecks(try call())
      case .stopChecks: .stopChecks(try call())
      case .tryFields: .tryFields(try call())
      case .provision: .provision(try call())
      case .cloudServices: .cloudServices(try call())
      case .cloudKeys: .cloudKeys(try call())
      case .identifyCloudKey: .identifyCloudKey(try call())
      case .beginRotation: .beginRotation(try call())
      case .awaitRotation: .awaitRotation(try call())
      case .stopRotation: .stopRotation(try call())
      case .rotations: .rotations(try call())
      case .abandonRotation: .abandonRotation(try call())
      case .setPolicy: .setPolicy(try call())
      case .due: .due(try call())
      case .reportCompromise: .reportCompromise(try call())
      case .settleCompromise: .settleCompromise(try call())
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MessageKind.self)
    try container.encode(call, forKey: kind)
  }

  private var call: any Call {
    switch self {
    case .facts(let call): call
    case .create(let call): call
    case .open(let call): call
    case .migrate(let call): call
    case .startSession(let call): call
    case .sessionStatus(let call): call
    case .endSession(let call): call
    case .add(let call): call
    case .change(let call): call
    case .list(let call): call
    case .show(let call): call
    case .reveal(let call): call
    case .rename(let call): call
    case .label(let call): call
    case .history(let call): call
    case .compare(let call): call
    case .rollback(let call): call
    case .remove(let call): call
    case .undelete(let call): call
    case .purge(let call): call
    case .listSlots(let call): call
    case .addSlot(let call): call
    case .removeSlot(let call): call
    case .changePassphrase(let call): call
    case .rotateKey(let call): call
    case .renewAfterCompromise(let call): call
    case .auditLog(let call): call
    case .auditMore(let call): call
    case .lastSeen(let call): call
    case .auditVerify(let call): call
    case .auditCheckpoint(let call): call
    case .keepCheckpoint(let call): call
    case .beginAuditExport(let call): call
    case .readAuditExport(let call): call
    case .endAuditExport(let call): call
    case .backups(let call): call
    case .changeSettings(let call): call
    case .beginBackup(let call): call
    case .readBackup(let call): call
    case .endBackup(let call): call
    case .notePruned(let call): call
    case .stageCopy(let call): call
    case .stagePiece(let call): call
    case .openCopy(let call): call
    case .checkCopy(let call): call
    case .restore(let call): call
    case .examine(let call): call
    case .beginImport(let call): call
    case .importPiece(let call): call
    case .finishImport(let call): call
    case .beginExport(let call): call
    case .exportPiece(let call): call
    case .bind(let call): call
    case .unbind(let call): call
    case .setEnvironment(let call): call
    case .removeEnvironments(let call): call
    case .environments(let call): call
    case .status(let call): call
    case .plan(let call): call
    case .beginPush(let call): call
    case .awaitPush(let call): call
    case .stopPush(let call): call
    case .adopt(let call): call
    case .beginChecks(let call): call
    case .awaitChecks(let call): call
    case .stopChecks(let call): call
    case .tryFields(let call): call
    case .provision(let call): call
    case .cloudServices(let call): call
    case .cloudKeys(let call): call
    case .identifyCloudKey(let call): call
    case .beginRotation(let call): call
    case .awaitRotation(let call): call
    case .stopRotation(let call): call
    case .rotations(let call): call
    case .abandonRotation(let call): call
    case .setPolicy(let call): call
    case .due(let call): call
    case .reportCompromise(let call): call
    case .settleCompromise(let call): call
    }
  }
}
