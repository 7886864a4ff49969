import Arguments
import Messages

extension Command {
  static let unlock = Command(
    CommandSpec(
      "unlock", group: "vault", summary: "open a session, so that commands need no passphrase",
      discussion: """
        A session may use what is there: list, show without secrets, and read the audit. With \
        --full it may read secrets and change everything, too. A new session takes the place of \
        the old one.
        """,
      options: SessionLimits.options,
      examples: [
        Example("coffer unlock", "opens a session after asking for the passphrase"),
        Example("coffer unlock --full --idle 5m", "opens one that may do everything, for a while"),
      ])
  ) { invocation, context throws(Failure) in
    let limits = try SessionLimits(invocation)
    try context.openPrivately()
    let session = try context.startSession(limits)
    if context.isJSON {
      try context.json(SessionResult(session, now: context.now))
    } else {
      context.say(session.line)
    }
    return .done
  }

  static let lock = Command(
    CommandSpec(
      "lock", group: "vault", summary: "end the session",
      discussion: """
        That there is none is no error. Where places for checkpoints are settled, one of all that \
        happened is kept there first.
        """,
      examples: [Example("coffer lock", "forgets the keys of the session")])
  ) { _, context throws(Failure) in
    context.keepLastCheckpoint()
    let ended = try context.endSession()
    if context.isJSON {
      try context.json(LockResult(ended: ended))
    } else {
      context.say(ended ? "locked" : "no session was open")
    }
    return .done
  }

  static let session = Command(
    CommandSpec(
      "session", group: "vault", summary: "show the session that is open",
      discussion: "Exits with 5 when there is none.",
      examples: [Example("coffer session --json", "shows what it may do and how long it lasts")])
  ) { _, context throws(Failure) in
    guard let session = try context.askSession(AskSession()) else {
      throw Failure(.locked, "no session is open", hint: "open one with: coffer unlock")
    }
    if context.isJSON {
      try context.json(SessionResult(session, now: context.now))
      return .done
    }
    context.out("vault     \(session.vault)")
    context.out("scope     \(session.scope?.rawValue ?? "none")")
    context.out("opened    \(Times.text(session.openedAt)) with \(session.slot)")
    context.out(
      "ends      in \(Spans.text(seconds: session.totalSecondsLeft)), or after "
        + "\(Spans.text(seconds: session.idleSecondsLeft)) without use")
    context.out("memory    \(session.isMemoryLocked ? "locked" : "may be swapped out")")
    context.out("agent     \(session.build), process \(session.process)")
    if let backups = session.backups {
      context.out("backup    \(BackupConcerns.last(backups, now: context.now))")
      for concern in BackupConcerns.list(backups, now: context.now) { context.warn(concern) }
    }
    return .done
  }
}

/// What `coffer lock --json` prints.
struct LockResult: Encodable, Equatable {
  let ended: Bool
}

/// What `coffer session --json` prints.
struct SessionResult: Encodable, Equatable {
  let backups: BackupSettingsResult?
  let build: String
  let id: String
  let idleSecondsLeft: Int
  let isMemoryLocked: Bool
  let openedAt: String
  let process: Int32
  let scope: String?
  let slot: String
  let totalSecondsLeft: Int
  let vault: String
  let warnings: [String]

  init(_ session: SessionAnswer, now: Int64) {
    backups = session.backups.map(BackupSettingsResult.init)
    warnings = session.backups.map { BackupConcerns.list($0, now: now) } ?? []
    build = session.build
    id = session.id
    idleSecondsLeft = session.idleSecondsLeft
    isMemoryLocked = session.isMemoryLocked
    openedAt = Times.text(session.openedAt)
    process = session.process
    scope = session.scope?.rawValue
    slot = session.slot
    totalSecondsLeft = session.totalSecondsLeft
    vault = session.vault
  }
}
