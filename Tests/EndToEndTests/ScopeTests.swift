import Foundation
import Messages
import Testing

/// What a use session may not do, asked for over its socket without the client in between.
@Suite(.waitsForProcesses) struct ScopeTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("kept", "the secret")
    try home.openSession()
  }

  /// One of every message, as somebody would send it to get at a secret.
  private static func message(_ kind: MessageKind, vault: String) -> Message {
    let kept = SelectorInput(words: ["kept"])
    let key = KeyInput(name: "mine", kind: .keyFile, attachment: 0)
    return switch kind {
    case .facts: AskFacts(path: vault).message
    case .create: CreateVault(path: vault + ".new", keys: [key]).message
    case .open: OpenVault(path: vault, kind: .keyFile).message
    case .migrate: MigrateVault(path: vault).message
    case .startSession:
      StartSession(scope: .full, idleSeconds: 600, totalSeconds: 600).message
    case .sessionStatus: AskSession().message
    case .endSession: EndSession().message
    case .add: AddProfile(name: "new", type: "secret").message
    case .change: ChangeProfile(name: "kept").message
    case .list: ListProfiles(kept).message
    case .show: ShowProfiles(kept).message
    case .reveal: RevealFields(kept).message
    case .rename: RenameProfile(name: "kept", newName: "renamed").message
    case .label: LabelProfiles(names: ["kept"], labels: ["stage=prod"]).message
    case .history: AskHistory(name: "kept").message
    case .compare: CompareVersions(name: "kept", from: 1, to: 1).message
    case .rollback: RollBack(name: "kept", to: 1).message
    case .remove: RemoveProfiles(names: ["kept"]).message
    case .undelete: UndeleteProfile(name: "kept").message
    case .purge: PurgeProfiles(names: ["kept"], historyOnly: true).message
    case .listSlots: ListSlots().message
    case .addSlot: AddSlot(key: key).message
    case .removeSlot: RemoveSlot(name: "key-file", renew: true).message
    case .changePassphrase: ChangePassphrase().message
    case .rotateKey: RotateVaultKey().message
    case .renewAfterCompromise: RenewAfterCompromise(recovery: key).message
    case .auditLog: AskAuditLog(limit: 10).message
    case .auditMore: AskMoreEvents(limit: 10).message
    case .lastSeen: AskLastSeen(kept).message
    case .auditVerify: VerifyAudit().message
    case .auditCheckpoint: MakeCheckpoint().message
    case .keepCheckpoint: KeepCheckpoint(every: 1, kept: [""], places: ["none"]).message
    case .beginAuditExport: BeginAuditExport(after: 0).message
    case .readAuditExport: ReadAuditExport().message
    case .endAuditExport:
      EndAuditExport(after: 0, last: 1, name: "none", digest: "none").message
    case .backups: AskBackups().message
    case .changeSettings: ChangeSettings(place: .folder("/tmp/elsewhere")).message
    case .beginBackup: BeginBackup().message
    case .readBackup: ReadBackup(token: "none", offset: 0).message
    case .endBackup: EndBackup(token: "none", name: "none").message
    case .notePruned: NotePruned(names: ["none"]).message
    case .stageCopy: StageCopy(vault: vault).message
    case .stagePiece: StagePiece(token: "none").message
    case .openCopy: OpenCopy(token: "none", kind: .keyFile).message
    case .checkCopy: CheckCopy(token: "none", name: "none").message
    case .restore:
      RestoreVault(token: "none", path: vault, source: "none", stamp: "none").message
    case .examine: Examine(path: vault).message
    case .beginImport: BeginImport().message
    case .importPiece: ImportPiece().message
    case .finishImport:
      FinishImport(conflict: .update, onTrial: true, source: "tests").message
    case .beginExport: BeginExport(kept, form: .plaintext).message
    case .exportPiece: ExportPieceCall().message
    case .bind: BindProfiles(kept, to: "elsewhere").message
    case .unbind: Unbind(RemoteSelection(all: true), deleteRemote: true).message
    case .setEnvironment:
      SetEnvironment(workspace: "eu", name: "prod", sources: [NamedText("main", "other")]).message
    case .removeEnvironments:
      RemoveEnvironments(workspace: "eu", names: ["prod"], deleteRemote: true).message
    case .environments: AskEnvironments().message
    case .status: AskStatus(RemoteSelection(all: true)).message
    case .plan: PlanPush(RemoteSelection(all: true)).message
    case .beginPush: BeginPush(.push, RemoteSelection(all: true)).message
    case .awaitPush: AwaitPush(token: 1, seen: 0).message
    case .stopPush: StopPush(token: 99).message
    case .adopt: AdoptWorkspace("elsewhere", isTrial: false).message
    case .beginChecks: BeginChecks(SelectorInput(all: true)).message
    case .awaitChecks: AwaitChecks(token: 1, seen: 0).message
    case .stopChecks: StopChecks(token: 99).message
    case .tryFields: TryFields(type: "secret", name: "kept", fields: []).message
    case .provision: ProvisionLogin("kept").message
    case .cloudServices: AskCloudServices("kept").message
    case .cloudKeys: AskCloudKeys("kept").message
    case .identifyCloudKey: IdentifyCloudKey([]).message
    case .beginRotation: trial(of: kept).message
    case .awaitRotation: AwaitRotation(token: 99, seen: 0).message
    case .stopRotation: StopRotation(token: 99).message
    case .rotations: AskRotations().message
    case .abandonRotation: AbandonRotation("kept").message
    case .setPolicy: SetPolicy(kept).message
    case .due: AskDue(kept).message
    case .reportCompromise: ReportCompromise(kept, cause: "none").message
    case .settleCompromise: SettleCompromise(kept).message
    }
  }

  private static func trial(of selector: SelectorInput) -> BeginRotation {
    var call = BeginRotation(.rotate, selector)
    call.isTrial = true
    return call
  }

  static let forbidden = MessageKind.allCases.filter { MessageRule.of($0).scope >= .full }
  static let allowed = MessageKind.allCases.filter {
    MessageRule.of($0).scope < .full && $0 != .endSession
  }

  /// Those about a copy that was begun before.
  private static let continuing: [MessageKind] = [
    .readBackup, .endBackup, .checkCopy,
  ]

  @Test func `every way to a secret is refused, and each try is written down`() throws {
    var session = try RawSession(home)
    for kind in Self.forbidden {
      let message = Self.message(kind, vault: home.vault)
      let key = String(repeating: "k", count: 32)
      let refusal = try session.refusal(message, attachments: [key])
      #expect(refusal?.status == .scope, "\(kind): \(String(describing: refusal))")
    }
    let log = try home.json("audit", "log", "--limit", "100")["events"] as? [[String: Any]] ?? []
    let denied = log.filter { $0["action"] as? String == "scope.denied" }
    #expect(denied.count == Self.forbidden.count)
    #expect(denied.allSatisfy { $0["outcome"] as? String == "refused" })
    let said = String(describing: denied)
    for kind in Self.forbidden { #expect(said.contains(kind.rawValue), "\(kind) is named") }
    // Nothing of it happened.
    #expect(try home.coffer("list", with: home.keyed).out.contains("kept"))
    #expect(try home.coffer("get", "kept", with: home.keyed).line == "the secret")
    #expect(try home.coffer("list", "--key-file", home.file("key")).status == 0)
  }

  @Test func `what it may do it does, and gives no secret away by it`() throws {
    var session = try RawSession(home)
    for kind in Self.allowed {
      let refusal = try session.refusal(Self.message(kind, vault: home.vault))
      // That the copy is there, and that something was attached, is checked on the way.
      let expected: Messages.ExitStatus? =
        switch kind {
        case .stagePiece: .invalid
        // The profile is there, but no key of ClickHouse Cloud.
        case .cloudServices, .cloudKeys: .invalid
        // No push or rotation of that number was begun, and no export ends so.
        case .stopPush, .stopChecks, .stopRotation, .awaitRotation, .endAuditExport: .usage
        default: Self.continuing.contains(kind) ? .notFound : nil
        }
      #expect(refusal?.status == expected, "\(kind): \(String(describing: refusal))")
    }
  }

  @Test func `a full session takes no keys over its socket either`() throws {
    try home.openSession("--full")
    var session = try RawSession(home)
    for kind in MessageKind.allCases where MessageRule.of(kind).scope == .spawned {
      let message = Self.message(kind, vault: home.vault)
      let refusal = try session.refusal(message, attachments: [String(repeating: "k", count: 32)])
      #expect(refusal?.status == .scope, "\(kind): \(String(describing: refusal))")
    }
  }

  @Test func `a name with a zero byte is refused, and so is what is no message`() throws {
    try home.openSession("--full")
    var session = try RawSession(home)
    var call = AddProfile(name: "a\0b", type: "secret")
    call.fields = [FieldInput("value", .attachment(0))]
    #expect(try session.refusal(call.message, attachments: ["v"])?.status == .invalid)
    let rename = RenameProfile(name: "kept", newName: "a\0b")
    #expect(try session.refusal(rename.message)?.status == .invalid)
    var confused = try RawSession(home)
    #expect(try confused.refusal(header: Array("no message".utf8))?.status == .unexpected)
    call = AddProfile(name: "new", type: "secret")
    call.fields = [FieldInput("value", .attachment(7))]
    #expect(try session.refusal(call.message, attachments: ["v"]) != nil)
    #expect(try home.coffer("list").out.contains("kept"), "the session goes on")
  }

  @Test func `a full session sends no stored secret to a new place by itself`() throws {
    try home.succeeds(
      home.coffer(
        "add", "clickhouse", "ch", "host=x1.example", "username=ro", "password=-",
        input: .text("the secret"), with: home.keyed))
    try home.openSession("--full")
    var session = try RawSession(home)
    for (field, value) in [
      ("host", "x2.example"), ("protocol", "http:"), ("port", "9999"),
    ] {
      var call = ChangeProfile(name: "ch")
      call.fields = [FieldInput(field, .text(value))]
      let refusal = try session.refusal(call.message)
      #expect(refusal?.status == .scope, "\(field): \(String(describing: refusal))")
    }
    #expect(try home.coffer("get", "ch", "host").line == "x1.example")
  }

  @Test func `a program of another version is told so, and the session ends`() throws {
    var session = try RawSession(home)
    let request = Request(
      Message.sessionStatus(AskSession()), claim: Claim(program: nil, parent: nil))
    let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    let other = text.replacingOccurrences(of: "\"version\":1", with: "\"version\":99")
    #expect(other != text)
    let refusal = try session.refusal(header: Array(other.utf8))
    #expect(refusal?.code == Failure.otherVersion)
    _ = consume session
    #expect(home.agentsLeft().isEmpty)
    #expect(try home.coffer("list").status == 5)
  }
}
