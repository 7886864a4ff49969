package import Host
import Messages
import Sealing
import Storage
import Vaults

/// The agent: keeps an opened vault, and answers whoever may ask, one message at a time.
///
/// It has a thread of its own, for deriving keys and waiting for the disk block.
package actor Keeper {
  private let executor = QueueExecutor(label: "keeper")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.unowned
  }

  let clock: AgentClock
  let user: String
  var opened: OpenedVault?
  var session: KeptSession?
  /// Why the session is over; its last clients are still told.
  var ended: Session.End?
  var denials = Denials()
  /// Copies of the vault on their way in and out.
  var copies = CopyDesk()
  var pushes = PushDesk()
  var checks = CheckDesk()
  var rotations = RotationDesk()
  /// The conversation with the program that spawned us.
  private var first: SocketLoop?
  private var holds: [SocketLoop.ConnectionID: Hold] = [:]

  package init(clock: AgentClock = .system) {
    self.clock = clock
    let name = ProcessFacts.userName.map { " (\($0))" } ?? ""
    user = String(ProcessFacts.uid) + name
  }

  /// Serves the one who spawned us, and then the session that may have come of it; returns when
  /// there is nobody left to serve.
  package func keep(_ first: consuming Descriptor) async {
    guard let loop = try? SocketLoop(first: first) else { return }
    self.first = loop
    await serve(loop, from: .spawned)
    self.first = nil
    if let loop = session?.loop { await serve(loop, from: .session) }
    await finishPushes()
    forget()
  }

  /// Ends what there is, as when the machine is shut down: after the message that is being answered,
  /// and with its line in the record.
  package func terminate() {
    if session == nil { forgetBetweenPushes() } else { endSession(.terminated) }
    first?.stop()
  }

  private func serve(_ loop: SocketLoop, from origin: Origin) async {
    for await event in loop.events {
      switch event {
      case .frame(let connection, let frame):
        switch answer(frame, from: origin, with: hold(of: connection, for: frame)) {
        case .now(let reply): loop.reply(to: connection, reply.frame, thenClose: reply.isLast)
        case .later(let message, let order):
          Task {
            let reply = await answer(message, order, from: origin)
            loop.reply(to: connection, reply.frame, thenClose: reply.isLast)
          }
        }
      case .closed(let connection): holds[connection] = nil
      case .opened, .stopped: continue
      }
    }
  }

  /// What a conversation has under way; nothing more is taken where that would be too much.
  private func hold(of connection: SocketLoop.ConnectionID, for frame: Frame) -> Hold? {
    let hold = holds[connection] ?? Hold()
    holds[connection] = hold
    let coming = frame.attachments.reduce(0) { $0 + $1.count }
    return holds.values.reduce(coming) { $0 + $1.size } <= Hold.limit ? hold : nil
  }

  /// Lets go of the vault; while calls are under way, only after they were written down.
  func forgetBetweenPushes() {
    let isBusy = ![pushes.underWay.isEmpty, checks.underWay.isEmpty, rotations.underWay.isEmpty]
      .allSatisfy { $0 }
    if !isBusy { return forget() }
    Task {
      await finishPushes()
      forget()
    }
  }

  /// Lets go of the vault, with what can still be said for the record.
  func forget() {
    if let opened {
      let order = order(claim: nil, attachments: [])
      opened.confess(order)
      for rest in denials.takeRest() { note(rest.kind, rest.count, order) }
    }
    opened = nil
    pushes.known = nil
    pushes.look = nil
    for hold in holds.values { hold.clear() }
  }
}
