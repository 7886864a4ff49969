import Messages

// What the agent itself refuses.

extension Failure {
  static let locked = Failure(
    .locked, "no vault is open in this conversation", hint: "unlock it first: coffer unlock")

  static let denied = Failure(
    .scope, code: scopeDenied, "this session may only use what is there",
    hint:
      "open a session for everything with 'coffer unlock --full', or give a key for this command")

  /// Whatever the scope of a session, a key is never taken over its socket.
  static let deniedKey = Failure(
    .scope, code: scopeDenied, "keys are not taken over the socket of a session",
    hint: "give a key of the vault for this command")

  static let misunderstood = Failure(
    .unexpected, "the two programs do not understand each other",
    hint: "make sure that coffer and coffer-agent are of the same release")

  static let olderAgent = Failure(
    .locked, code: otherVersion, "the agent is of another version (\(Conversation.build))",
    hint: "unlock again: coffer unlock")

  static func ended(_ reason: Session.End) -> Failure {
    Failure(
      .locked, code: ended, "the session has ended: \(reason.rawValue)",
      hint: "unlock again: coffer unlock")
  }

  static func invalid(_ message: String, hint: String) -> Failure {
    Failure(.invalid, message, hint: hint)
  }
}
