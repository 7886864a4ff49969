import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// A session with the place at which it is found.
struct KeptSession {
  var session: Session
  /// Where clients find it.
  let file: SocketFile
  let loop: SocketLoop
}

/// Becoming a session, telling about it, and ending it.
extension Keeper {
  /// How often time and place are looked at: sleep ends late where the machine was suspended.
  private static let longestNap = Duration.seconds(2)
  /// How long clients that came too late are still told that the session has ended.
  private static let grace = Duration.milliseconds(100)

  func startSession(_ call: StartSession, _ order: Order) throws -> SessionAnswer {
    guard let opened, session == nil else { throw Failure.locked }
    let session = try Session(
      call, id: Hex.text(Random.bytes(4)), at: order.time, boot: clock.boot())
    let place = try SessionPlace(vault: try Files.canonicalPlace(opened.vault.path))
    let listener = try Takeover.listen(at: place.socket)
    let file = listener.file
    do {
      var author = order.author
      author.session = session.id
      try opened.vault.note(
        EventDraft(
          .sessionOpened, at: order.time, by: author,
          [
            Detail(.type, session.scope.rawValue),
            Detail(.duration, String(call.totalSeconds)),
          ]))
      let loop = try SocketLoop(listener: listener.takeSocket())
      self.session = KeptSession(session: session, file: file, loop: loop)
    } catch {
      file.withdraw()
      throw error
    }
    Task { await watch() }
    return try status()
  }

  func status() throws(Failure) -> SessionAnswer {
    guard let opened else { throw .locked }
    let now = clock.boot()
    let session = session?.session
    var answer = SessionAnswer(
      scope: session?.scope, vault: opened.vault.path, id: session?.id ?? "",
      slot: opened.vault.slotName, openedAt: session?.openedAt ?? clock.wall(),
      idleSecondsLeft: session?.idleLeft(at: now).wholeSeconds ?? 0,
      totalSecondsLeft: session?.totalLeft(at: now).wholeSeconds ?? 0,
      isMemoryLocked: LockedMemory.isLocked, process: ProcessFacts.pid,
      build: Conversation.build)
    // That the record cannot be read is for other commands to say.
    answer.backups = try? opened.vault.backupFacts()
    return answer
  }

  func endIfExpired() {
    guard let session, ended == nil else { return }
    if let reason = session.session.expiry(at: clock.boot()) {
      endSession(reason)
    } else if !session.file.isInPlace {
      // Nobody could find it to end it, and it would keep its keys all the same.
      endSession(.displaced)
    }
  }

  /// Takes the socket away, writes the end down, and wipes the keys, in this order: whoever wants
  /// the place need not wait for a slow disk.
  func endSession(_ reason: Session.End) {
    guard let session, ended == nil else { return }
    ended = reason
    session.file.withdraw()
    let order = order(claim: nil, attachments: [])
    try? opened?.vault.note(
      EventDraft(
        .sessionEnded, at: order.time, by: order.author, [Detail(.cause, reason.rawValue)]))
    forgetBetweenPushes()
    Task {
      try? await Task.sleep(for: Self.grace)
      session.loop.stop()
    }
  }

  /// Ends the session when its time has come, also while nobody asks for anything.
  private func watch() async {
    while ended == nil, let session = session?.session {
      let left = session.idleLeft(at: clock.boot())
      try? await Task.sleep(for: max(min(left, Self.longestNap), .milliseconds(10)))
      endIfExpired()
      copies.dropIdle(at: clock.boot())
    }
  }
}

extension Duration {
  fileprivate var wholeSeconds: Int { Int(max(components.seconds, 0)) }
}
