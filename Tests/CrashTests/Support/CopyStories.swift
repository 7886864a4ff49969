import Foundation
import Host
import Messages
import Sealing
import TestSupport
import Vaults

/// The messages about copies of a vault, and about what is settled of them.
enum CopyStories {
  static let entries: [MessageKind: Stories.Entry] = [
    .backups: .reads(.call(AskBackups())),
    .examine: .reads(.call { stage in (Examine(path: stage.vault), []) }),
    .changeSettings: .tried([
      Story(
        "backup --set-folder",
        .call(ChangeSettings(place: .folder("/srv/one"), keepDays: 7)),
        .call(ChangeSettings(place: BackupPlaceWord.none)))
    ]),
    .beginBackup: .tried([Story("backup", backup)]),
    .readBackup: .exempt("part of the story of a backup"),
    .endBackup: .exempt("part of the story of a backup"),
    .notePruned: .tried([Story("backup, old ones removed", .call(NotePruned(names: ["a", "b"])))]),
    .stageCopy: .tried([Story("backup --check", on: Stage.withCopy, check)]),
    .stagePiece: .exempt("part of the stories of a check and of a restore"),
    .openCopy: .exempt("part of the story of a restore"),
    .checkCopy: .exempt("part of the stories of a check and of a restore"),
    .restore: .tried([
      Story("restore", on: Stage.withCopy, by: nil, restore),
      Story("restore of a lost vault", on: Stage.lost, by: nil, restore),
      Story("restore of a broken vault", on: Stage.broken, by: nil, restore),
    ]),
  ]

  private static let backup = Ask { talk, stage in
    let begun = try talk.ask(BeginBackup())
    _ = try talk.ask(ReadBackup(token: begun.token, offset: 0))
    _ = try talk.ask(EndBackup(token: begun.token, name: "copy"))
  }

  private static let check = Ask { talk, stage in
    _ = try talk.ask(CheckCopy(token: try hand(&talk, stage), name: "copy"))
  }

  private static let restore = Ask { talk, stage in
    let token = try hand(&talk, stage)
    _ = try talk.ask(OpenCopy(token: token, kind: .keyFile), [stage.secret(of: "file")])
    _ = try talk.ask(CheckCopy(token: token, name: "copy", keep: true))
    _ = try talk.ask(
      RestoreVault(token: token, path: stage.vault, source: "copy", stamp: "20260131T104107Z"))
  }

  /// Hands the stage's copy to the agent.
  private static func hand(_ talk: inout Talk, _ stage: Stage) throws -> String {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: stage.copyOfBefore)))
    let token = try talk.ask(StageCopy(vault: stage.vault)).token
    _ = try talk.ask(StagePiece(token: token), [Secret(SecretBytes(copying: bytes.span))])
    return token
  }
}

extension Stage {
  fileprivate var copyOfBefore: String { vault + ".before-all-this" }

  /// A vault with a copy of it beside it, changed since.
  static func withCopy() throws -> Stage {
    let stage = try usual()
    let vault = try stage.open()
    try vault.copy(into: stage.copyOfBefore)
    _ = unsafe chmod(stage.copyOfBefore, 0o600)
    _ = try vault.changeBackups(to: .folder("/srv"), keepDays: 3, by: author, at: time)
    return stage
  }

  /// Only the copy is left.
  static func lost() throws -> Stage {
    let stage = try withCopy()
    for suffix in ["", "-wal", "-shm"] { try Files.remove(stage.vault + suffix) }
    return stage
  }

  /// The vault is junk.
  static func broken() throws -> Stage {
    let stage = try lost()
    let junk = [UInt8](repeating: 0x2A, count: 20_000)
    try Files.createPrivate(stage.vault, contents: junk.span)
    return stage
  }
}
