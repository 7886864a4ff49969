import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// From a frame to its answer: the version, the scope, the work, and what is done about failures.
extension Keeper {
  struct Outgoing {
    let frame: Frame
    /// Whether the conversation ends with it.
    var isLast = false
  }

  /// An answer, or what it will come of.
  enum Reaction {
    case now(Outgoing)
    case later(Message, Order)
  }

  /// Without a hold there is no room for what the frame brings.
  func answer(_ frame: Frame, from origin: Origin, with hold: Hold?) -> Reaction {
    endIfExpired()
    if let ended { return .now(Outgoing(frame: Wire.failure(.ended(ended)), isLast: true)) }
    let request: Messages.Request
    do throws(Failure) {
      request = try Wire.request(frame.header)
    } catch {
      // A newer client shall find no older session in its way.
      if error.code == Failure.otherVersion { endSession(.otherVersion) }
      return .now(Outgoing(frame: Wire.failure(error), isLast: true))
    }
    guard let hold else { return .now(Outgoing(frame: Wire.failure(.tooMuch), isLast: true)) }
    // What lets others be answered meanwhile has many events, and each would tell the time of all.
    let order = order(
      claim: request.claim, attachments: frame.attachments, hold: hold,
      asked: request.message.kind.takesLong ? nil : .now)
    do throws(Failure) {
      try admit(request.message.kind, from: origin, order)
    } catch {
      return .now(Outgoing(frame: Wire.failure(error)))
    }
    if request.message.kind.takesLong { return .later(request.message, order) }
    return .now(answer(request.message, order, from: origin))
  }

  private func answer(_ message: Message, _ order: Order, from origin: Origin) -> Outgoing {
    do {
      opened?.settle()
      let owed = opened?.unconfessed ?? 0
      let answer = try work(message, order)
      // What was owed just now is not worth another try on the same disk.
      if opened?.unconfessed == owed { opened?.confess(order) }
      return Outgoing(frame: answer, isLast: message.kind.endsConversation)
    } catch {
      if case VaultError.newDestination = error { deny(message.kind, order) }
      return recover(from: error, in: origin)
    }
  }

  /// The answer to a message that lets others be answered meanwhile.
  func answer(_ message: Message, _ order: Order, from origin: Origin) async -> Outgoing {
    do {
      opened?.settle()
      guard let answer = try await answerLater(message, order) else { throw Failure.locked }
      return Outgoing(frame: answer)
    } catch {
      return recover(from: error, in: origin)
    }
  }

  /// The message's scope, enforced here and nowhere else.
  private func admit(_ kind: MessageKind, from origin: Origin, _ order: Order) throws(Failure) {
    let standing = Gate.Standing(
      origin: origin, isOpen: opened != nil, scope: session?.session.scope)
    switch Gate.verdict(on: kind, in: standing) {
    case .served:
      // Who only watches keeps no session open.
      if kind != .sessionStatus, kind != .auditMore { session?.session.use(at: clock.boot()) }
    case .locked: throw .locked
    case .denied:
      deny(kind, order)
      throw MessageRule.of(kind).scope == .spawned ? .deniedKey : .denied
    }
  }

  /// Does the work; once more where somebody renewed the vault key and our slot still opens it.
  private func work(_ message: Message, _ order: Order) throws -> Frame {
    do {
      return try attempt(message, order)
    } catch VaultError.stale where session == nil && opened != nil {
      try opened?.vault.reopen()
      return try attempt(message, order)
    }
  }

  private func attempt(_ message: Message, _ order: Order) throws -> Frame {
    switch message {
    case .facts(let call): return try Wire.answer(to: call, Opening.facts(call))
    case .create(let call): return try Wire.answer(to: call, Opening.create(call, order))
    case .migrate(let call): return try Wire.answer(to: call, Opening.migrate(call, order))
    case .open(let call): return try Wire.answer(to: call, open(call, order))
    case .startSession(let call): return try Wire.answer(to: call, startSession(call, order))
    case .sessionStatus(let call): return try Wire.answer(to: call, status())
    case .endSession(let call):
      endSession(.asked)
      forgetBetweenPushes()
      return try Wire.answer(to: call, Nothing())
    default:
      if message.kind.changesWhatIsPushed {
        guard let answer = try betweenPushes({ try opened?.answer(message, order) }) else {
          throw Failure.locked
        }
        return answer
      }
      if let answer = try answerCopy(message, order) { return answer }
      if let answer = try answerBackup(message, order) { return answer }
      guard let answer = try opened?.answer(message, order) else { throw Failure.locked }
      return answer
    }
  }

  private func open(_ call: OpenVault, _ order: Order) throws -> OpenedAnswer {
    guard opened == nil else {
      throw Failure(
        .conflict, "a vault is open in this conversation already",
        hint: "begin another conversation")
    }
    let opened = try Opening.open(call, order)
    self.opened = opened
    return OpenedAnswer(slot: opened.vault.slotName, id: opened.vault.hexID)
  }

  /// What a failure means for the vault that is open, and what is said about it.
  private func recover(from error: any Error, in origin: Origin) -> Outgoing {
    var failure = Failure(describing: error)
    var isLast = false
    if case VaultError.stale = error, session != nil {
      endSession(.keyChanged)
      failure = .ended(.keyChanged)
      isLast = true
    }
    if let opened, opened.vault.mustBeDropped {
      failure = failure.inDoubt
      if session == nil {
        self.opened = nil
        isLast = true
      } else {
        do { try opened.vault.reconnect() } catch { endSession(.fileLost) }
      }
    }
    return Outgoing(frame: Wire.failure(failure), isLast: isLast)
  }

  func order(
    claim: Claim?, attachments: [Secret], hold: Hold = Hold(),
    asked: ContinuousClock.Instant? = nil
  ) -> Order {
    let author = Author(
      user: user, slot: opened?.vault.slotName, session: session?.session.id,
      program: claim?.program.map { Cleaned.text($0) },
      parent: claim?.parent.map { Cleaned.text($0) }, asked: asked)
    return Order(
      author: author, time: clock.wall(), attachments: attachments, hold: hold)
  }

  /// Counts a denial, and writes it down unless it is one of many.
  private func deny(_ kind: MessageKind, _ order: Order) {
    if let count = denials.count(kind, at: clock.boot()) { note(kind, count, order) }
  }

  /// Writes a denial down; where it cannot be written it stays a denial.
  func note(_ kind: MessageKind, _ count: Int, _ order: Order) {
    let details = [Detail(.cause, kind.rawValue), Detail(.count, String(count))]
    try? opened?.vault.note(
      EventDraft(.scopeDenied, .refused, at: order.time, by: order.author, details))
  }
}

extension MessageKind {
  /// Whether its answer is the last of its conversation.
  fileprivate var endsConversation: Bool { self == .startSession || self == .endSession }

  /// Whether it would take away what a push is about.
  fileprivate var changesWhatIsPushed: Bool { self == .unbind || self == .removeEnvironments }

  /// Whether others ask meanwhile, as somebody far away is asked for it.
  fileprivate var takesLong: Bool {
    [
      .plan, .beginPush, .awaitPush, .stopPush, .adopt, .beginChecks, .awaitChecks, .stopChecks,
      .tryFields, .provision, .cloudServices, .cloudKeys, .identifyCloudKey, .beginRotation,
      .awaitRotation, .stopRotation, .abandonRotation,
    ].contains(self)
  }
}

extension Failure {
  /// The same after a change of which nobody knows yet whether it was made.
  fileprivate var inDoubt: Failure {
    Failure(
      status, message,
      hint: "it may or may not have been done: look with 'coffer show', then try again")
  }
}
