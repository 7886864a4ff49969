import Messages

/// How long an opened vault stays open for whoever finds its socket, and what they may do.
struct Session {
  /// Why a session ended, in the words of the record.
  enum End: String {
    case asked = "asked to end"
    case idle = "nobody used it for too long"
    case total = "its time was over"
    case keyChanged = "the vault key was changed elsewhere"
    case otherVersion = "a program of another version asked"
    case displaced = "its socket was taken away"
    case terminated = "the agent was told to end"
    case fileLost = "the file could not be opened again"
  }

  static let longest = Duration.seconds(7 * 24 * 3600)

  let id: String
  let scope: SessionScope
  /// Milliseconds since 1970.
  let openedAt: Int64
  private let idle: Duration
  private let end: Duration
  private var lastUse: Duration

  /// Refuses times that no session can have.
  init(
    _ call: StartSession, id: String, at time: Int64, boot now: Duration
  ) throws(Failure) {
    let idle = Duration.seconds(call.idleSeconds)
    let total = Duration.seconds(call.totalSeconds)
    guard idle > .zero, idle <= total, total <= Self.longest else {
      throw Failure(
        .invalid, "a session cannot last that long",
        hint: "choose an idle time up to the total time, and that up to 7 days")
    }
    self.id = id
    scope = call.scope
    openedAt = time
    self.idle = idle
    end = now + total
    lastUse = now
  }

  mutating func use(at now: Duration) { lastUse = now }

  func idleLeft(at now: Duration) -> Duration { min(lastUse + idle, end) - now }

  func totalLeft(at now: Duration) -> Duration { end - now }

  /// Why it is over by now, if it is.
  func expiry(at now: Duration) -> End? {
    if totalLeft(at: now) <= .zero { return .total }
    return idleLeft(at: now) <= .zero ? .idle : nil
  }
}
