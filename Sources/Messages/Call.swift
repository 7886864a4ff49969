/// A question with the type of its answer.
package protocol Call: Codable, Sendable {
  associatedtype Answer: Codable & Sendable
  var message: Message { get }
}

/// Everything that can be asked.
///
/// Each case has a line in the table of `MessageRule` and two in `Message+Coding`.
package enum Message: Sendable {
  case facts(AskFacts)
  case create(CreateVault)
  case open(OpenVault)
  case migrate(MigrateVault)
  case startSession(StartSession)
  case sessionStatus(AskSession)
  case endSession(EndSession)

  case add(AddProfile)
  case change(ChangeProfile)
  case list(ListProfiles)
  case show(ShowProfiles)
  case reveal(RevealFields)
  case rename(RenameProfile)
  case label(LabelProfiles)
  case history(AskHistory)
  case compare(CompareVersions)
  case rollback(RollBack)
  case remove(RemoveProfiles)
  case undelete(UndeleteProfile)
  case purge(PurgeProfiles)

  case listSlots(ListSlots)
  case addSlot(AddSlot)
  case removeSlot(RemoveSlot)
  case changePassphrase(ChangePassphrase)
  case rotateKey(RotateVaultKey)
  case renewAfterCompromise(RenewAfterCompromise)

  case auditLog(AskAuditLog)
  case auditMore(AskMoreEvents)
  case lastSeen(AskLastSeen)
  case auditVerify(VerifyAudit)
  case auditCheckpoint(MakeCheckpoint)
  case keepCheckpoint(KeepCheckpoint)
  case beginAuditExport(BeginAuditExport)
  case readAuditExport(ReadAuditExport)
  case endAuditExport(EndAuditExport)

  case backups(AskBackups)
  case changeSettings(ChangeSettings)
  case beginBackup(BeginBackup)
  case readBackup(ReadBackup)
  case endBackup(EndBackup)
  case notePruned(NotePruned)
  case stageCopy(StageCopy)
  case stagePiece(StagePiece)
  case openCopy(OpenCopy)
  case checkCopy(CheckCopy)
  case restore(RestoreVault)
  case examine(Examine)
  case beginImport(BeginImport)
  case importPiece(ImportPiece)
  case finishImport(FinishImport)
  case beginExport(BeginExport)
  case exportPiece(ExportPieceCall)

  case bind(BindProfiles)
  case unbind(Unbind)
  case setEnvironment(SetEnvironment)
  case removeEnvironments(RemoveEnvironments)
  case environments(AskEnvironments)
  case status(AskStatus)
  case plan(PlanPush)
  case beginPush(BeginPush)
  case awaitPush(AwaitPush)
  case stopPush(StopPush)
  case adopt(AdoptWorkspace)

  case beginChecks(BeginChecks)
  case awaitChecks(AwaitChecks)
  case stopChecks(StopChecks)
  case tryFields(TryFields)
  case provision(ProvisionLogin)

  case cloudServices(AskCloudServices)
  case cloudKeys(AskCloudKeys)
  case identifyCloudKey(IdentifyCloudKey)
}
