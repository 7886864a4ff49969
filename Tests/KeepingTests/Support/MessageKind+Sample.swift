import Messages
import Sealing

extension MessageKind {
  /// A message of this kind that says as little as it can.
  func sample(vault: String) -> Message {
    switch self {
    case .facts: .facts(AskFacts(path: vault))
    case .create: .create(CreateVault(path: vault, keys: []))
    case .open: .open(OpenVault(path: vault, kind: .recovery))
    case .migrate: .migrate(MigrateVault(path: vault))
    case .startSession:
      .startSession(StartSession(scope: .use, idleSeconds: 1, totalSeconds: 1))
    case .sessionStatus: .sessionStatus(AskSession())
    case .endSession: .endSession(EndSession())
    case .add: .add(AddProfile(name: "none", type: "none"))
    case .change: .change(ChangeProfile(name: "none"))
    case .list: .list(ListProfiles(SelectorInput()))
    case .show: .show(ShowProfiles(.named("none")))
    case .reveal: .reveal(RevealFields(.named("none")))
    case .rename: .rename(RenameProfile(name: "none", newName: "other"))
    case .label: .label(LabelProfiles(names: ["none"], labels: []))
    case .history: .history(AskHistory(name: "none"))
    case .compare: .compare(CompareVersions(name: "none"))
    case .rollback: .rollback(RollBack(name: "none"))
    case .remove: .remove(RemoveProfiles(names: ["none"]))
    case .undelete: .undelete(UndeleteProfile(name: "none"))
    case .purge: .purge(PurgeProfiles(names: ["none"], historyOnly: false))
    case .listSlots: .listSlots(ListSlots())
    case .addSlot: .addSlot(AddSlot(key: KeyInput(name: "none", kind: .keyFile)))
    case .removeSlot: .removeSlot(RemoveSlot(name: "none", renew: false))
    case .changePassphrase: .changePassphrase(ChangePassphrase())
    case .rotateKey: .rotateKey(RotateVaultKey())
    case .renewAfterCompromise:
      .renewAfterCompromise(
        RenewAfterCompromise(recovery: KeyInput(name: "none", kind: .keyFile)))
    case .auditLog: .auditLog(AskAuditLog(limit: 1))
    case .auditMore: .auditMore(AskMoreEvents(limit: 1))
    case .lastSeen: .lastSeen(AskLastSeen(SelectorInput()))
    case .auditVerify: .auditVerify(VerifyAudit())
    case .auditCheckpoint: .auditCheckpoint(MakeCheckpoint())
    case .keepCheckpoint: .keepCheckpoint(KeepCheckpoint(every: 1, kept: [], places: []))
    case .beginAuditExport: .beginAuditExport(BeginAuditExport(after: 0))
    case .readAuditExport: .readAuditExport(ReadAuditExport())
    case .endAuditExport:
      .endAuditExport(EndAuditExport(after: 0, last: 1, name: "none", digest: "none"))
    case .backups: .backups(AskBackups())
    case .changeSettings: .changeSettings(ChangeSettings())
    case .beginBackup: .beginBackup(BeginBackup())
    case .readBackup: .readBackup(ReadBackup(token: "none", offset: 0))
    case .endBackup: .endBackup(EndBackup(token: "none", name: nil))
    case .notePruned: .notePruned(NotePruned(names: []))
    case .stageCopy: .stageCopy(StageCopy(vault: vault))
    case .stagePiece: .stagePiece(StagePiece(token: "none"))
    case .openCopy: .openCopy(OpenCopy(token: "none", kind: .keyFile))
    case .checkCopy: .checkCopy(CheckCopy(token: "none", name: "none"))
    case .restore:
      .restore(RestoreVault(token: "none", path: vault, source: "none", stamp: "none"))
    case .examine: .examine(Examine(path: vault))
    case .beginImport: .beginImport(BeginImport())
    case .importPiece: .importPiece(ImportPiece())
    case .finishImport:
      .finishImport(FinishImport(conflict: .fail, onTrial: true, source: "none"))
    case .beginExport: .beginExport(BeginExport(.named("none"), form: .plaintext))
    case .exportPiece: .exportPiece(ExportPieceCall())
    case .bind: .bind(BindProfiles(.named("none"), to: "none"))
    case .unbind: .unbind(Unbind(RemoteSelection(), deleteRemote: false))
    case .setEnvironment:
      .setEnvironment(SetEnvironment(workspace: "none", name: "none", sources: []))
    case .removeEnvironments:
      .removeEnvironments(RemoveEnvironments(workspace: "none", names: [], deleteRemote: false))
    case .environments: .environments(AskEnvironments())
    case .status: .status(AskStatus(RemoteSelection()))
    case .plan: .plan(PlanPush(RemoteSelection()))
    case .beginPush: .beginPush(BeginPush(.refresh, RemoteSelection()))
    case .awaitPush: .awaitPush(AwaitPush(token: 1, seen: 0))
    case .stopPush: .stopPush(StopPush(token: 1))
    case .adopt: .adopt(AdoptWorkspace("none", isTrial: true))
    case .beginChecks: .beginChecks(BeginChecks(.named("none")))
    case .awaitChecks: .awaitChecks(AwaitChecks(token: 1, seen: 0))
    case .stopChecks: .stopChecks(StopChecks(token: 1))
    case .tryFields: .tryFields(TryFields(type: "secret", fields: []))
    case .provision: .provision(ProvisionLogin("none"))
    case .cloudServices: .cloudServices(AskCloudServices("none"))
    case .cloudKeys: .cloudKeys(AskCloudKeys("none"))
    case .identifyCloudKey: .identifyCloudKey(IdentifyCloudKey([]))
    case .beginRotation: .beginRotation(BeginRotation(.rotate, .named("none")))
    case .awaitRotation: .awaitRotation(AwaitRotation(token: 1, seen: 0))
    case .stopRotation: .stopRotation(StopRotation(token: 1))
    case .rotations: .rotations(AskRotations())
    case .abandonRotation: .abandonRotation(AbandonRotation("none"))
    case .setPolicy: .setPolicy(SetPolicy(.named("none")))
    case .due: .due(AskDue(.named("none")))
    case .reportCompromise: .reportCompromise(ReportCompromise(.named("none"), cause: "none"))
    case .settleCompromise: .settleCompromise(SettleCompromise(.named("none")))
    }
  }
}

/// A question whose answer does not matter, only whether it is given.
struct Probe: Call {
  /// Reads as any answer.
  struct Answer: Codable, Sendable {
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws {}
  }
  let message: Message
}
