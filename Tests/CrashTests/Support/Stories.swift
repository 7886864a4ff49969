import Messages
import Synchronization

/// Every message, with the stories that it is tried in or why it cannot lose anything.
enum Stories {
  enum Entry: Sendable {
    case tried([Story])
    /// It writes nothing, which is measured as well.
    case reads(Ask)
    /// Why it is not in a story of its own.
    case exempt(String)
  }

  static var all: [Story] {
    MessageKind.allCases.flatMap { kind -> [Story] in
      if case .tried(let stories)? = entries[kind] { stories } else { [] }
    }
  }

  /// A message that is missing here fails a test.
  static let entries: [MessageKind: Entry] = [
    .facts: .exempt("opens the file as every other story does, and reads what is clear"),
    .sessionStatus: .exempt("does not touch the file"),
    .list: .reads(.call(ListProfiles(SelectorInput(all: true)))),
    .show: .reads(.call(ShowProfiles(SelectorInput(all: true)))),
    .history: .reads(.call(AskHistory(name: "alpha"))),
    .compare: .reads(.call(CompareVersions(name: "alpha"))),
    .listSlots: .reads(.call(ListSlots())),

    .create: .tried([
      Story(
        "create", on: Stage.empty, by: nil,
        .call { stage in
          let key = KeyInput(name: "file", kind: .keyFile, attachment: 0)
          return (CreateVault(path: stage.vault, keys: [key]), [stage.secret(of: "file")])
        })
    ]),
    .open: .tried([
      Story("open"),
      Story("open with a wrong key", by: nil, .open("code", refused: true), .open("file")),
    ]),
    .migrate: .tried([
      Story(
        "migrate", on: Stage.old, by: nil,
        .call { stage in (MigrateVault(path: stage.vault), []) })
    ]),
    .startSession: .tried([
      Story(
        "a session for use", .call(StartSession(scope: .use, idleSeconds: 60, totalSeconds: 60)),
        denied.inSession, .call(EndSession()).inSession)
    ]),
    .endSession: .tried([
      Story(
        "a session for everything",
        .call(StartSession(scope: .full, idleSeconds: 60, totalSeconds: 60)),
        .call(add("new"), "secret").inSession, .call(EndSession()).inSession)
    ]),

    .add: .tried([Story("add", .call(add("new"), "secret"), .call(add("newer", via: "new"), "x"))]),
    .change: .tried([Story("change", .call(change("alpha"), "fourth"))]),
    .reveal: .tried([
      Story("reveal", .call(RevealFields(SelectorInput(words: ["alpha"]), fields: ["password"])))
    ]),
    .rename: .tried([Story("rename", .call(RenameProfile(name: "alpha", newName: "omega")))]),
    .label: .tried([
      Story("label", .call(LabelProfiles(names: ["alpha", "beta"], labels: ["stage=prod"])))
    ]),
    .rollback: .tried([Story("rollback", .call(RollBack(name: "alpha")))]),
    .remove: .tried([Story("remove", .call(RemoveProfiles(names: ["beta", "alpha"])))]),
    .undelete: .tried([Story("undelete", .call(UndeleteProfile(name: "gone", newName: "back")))]),
    .purge: .tried([
      Story("purge", .call(PurgeProfiles(names: ["gone"], historyOnly: false))),
      Story(
        "purge of two of one name", .call(RenameProfile(name: "beta", newName: "gone")),
        .call(RemoveProfiles(names: ["gone"])),
        .call(PurgeProfiles(names: ["gone", "gone"], historyOnly: false))),
      Story("purge --history", .call(PurgeProfiles(names: ["alpha"], historyOnly: true))),
    ]),

    .addSlot: .tried([
      Story(
        "key add",
        .call { stage in
          let key = KeyInput(name: "code", kind: .recovery, attachment: 0)
          return (AddSlot(key: key), [stage.secret(of: "code")])
        })
    ]),
    .removeSlot: .tried([
      Story("key remove", .call(RemoveSlot(name: "spare", renew: true))),
      Story("key remove without renewal", .call(RemoveSlot(name: "spare", renew: false))),
    ]),
    .changePassphrase: .tried([
      Story(
        "key passphrase", on: Stage.withPassphrase, by: "words",
        .call { stage in
          (ChangePassphrase(memoryMiB: 64, passes: 3), [stage.secret(of: "new words")])
        })
    ]),
    .rotateKey: .tried([Story("key rotate", .call(RotateVaultKey()))]),
    .renewAfterCompromise: .tried([
      Story(
        "key rotate --compromised",
        .call { stage in
          let code = KeyInput(name: "code", kind: .recovery, attachment: 0)
          return (RenewAfterCompromise(recovery: code), [stage.secret(of: "code")])
        })
    ]),

    .auditLog: .tried([Story("audit log", .call(AskAuditLog(limit: 10)))]),
    .lastSeen: .tried([
      Story("audit last-seen", .call(AskLastSeen(SelectorInput(all: true))))
    ]),
    .auditVerify: .tried([Story("audit verify", .call(VerifyAudit()))]),
    .auditMore: .exempt("reads further pages of what auditLog asked"),
    .readAuditExport: .exempt("reads on in what beginAuditExport began"),
    .auditCheckpoint: .tried([Story("audit checkpoint", .call(MakeCheckpoint()))]),
    .keepCheckpoint: .tried([
      Story("a checkpoint of its own", .call(KeepCheckpoint(every: 1, kept: [""], places: ["x"])))
    ]),
    .beginAuditExport: .tried([
      Story("audit export", .call(BeginAuditExport(after: 0)))
    ]),
    .endAuditExport: .tried([
      endOfExport
    ]),
  ].merging(CopyStories.entries) { $1 }.merging(MovingStories.entries) { $1 }
    .merging(PushStories.entries) { $1 }.merging(RotationStories.entries) { $1 }

  private static var endOfExport: Story {
    // Where it ends is the same whenever the story is played.
    let end = LogEnd()
    return Story(
      "the end of an audit export",
      Ask { talk, _ in
        let begun = try talk.ask(BeginAuditExport(after: 0))
        end.number.withLock { $0 = begun.last }
      },
      Ask { talk, _ in
        while try !talk.ask(ReadAuditExport()).isLast {}
      },
      Ask { talk, _ in
        let last = end.number.withLock { $0 }
        _ = try talk.ask(
          EndAuditExport(after: 0, last: last, name: "log.ndjson", digest: "none"))
      })
  }

  /// A use session may not do this, and that is written down.
  private static let denied = Ask.call(refused: true) { _ in
    (RenameProfile(name: "alpha", newName: "omega"), [])
  }

  static func add(_ name: String, via: String? = nil) -> AddProfile {
    var call = AddProfile(name: name, type: "clickhouse")
    call.via = via
    call.fields = [
      FieldInput("host", .text("x1.example")), FieldInput("username", .text("reader")),
      FieldInput("password", .attachment(0)),
    ]
    return call
  }

  static func change(_ name: String) -> ChangeProfile {
    var call = ChangeProfile(name: name)
    call.fields = [FieldInput("password", .attachment(0))]
    return call
  }
}

/// With which event an export ends.
private final class LogEnd: Sendable {
  let number = Mutex<Int64>(0)
}
