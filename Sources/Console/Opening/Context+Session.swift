import Host
import Messages

extension Context {
  /// Asks the vault's session, if there is one; opens nothing and asks nobody.
  mutating func askSession<C: Call>(
    _ call: C, patience: Duration = .seconds(300)
  ) throws(Failure) -> C.Answer? {
    let path = try VaultPlace.path(options)
    guard var link = try AgentLink.session(of: path, patience: patience) else { return nil }
    do throws(Failure) {
      return try link.ask(call).answer
    } catch  where error == .stopped {
      // It ended between our connecting and asking.
      return nil
    }
  }

  /// Turns this command's own agent, in which the vault is open, into the vault's session.
  ///
  /// A session that is in the way is asked to end by the agent itself.
  mutating func startSession(_ limits: SessionLimits) throws(Failure) -> SessionAnswer {
    let call = StartSession(
      scope: limits.scope, idleSeconds: limits.idleSeconds, totalSeconds: limits.totalSeconds)
    return try askWithoutKey(call).answer
  }

  /// Ends the vault's session; false if there was none.
  mutating func endSession() throws(Failure) -> Bool {
    try askSession(EndSession()) != nil
  }
}

extension SessionAnswer {
  /// What a person wants to know of a session that was just opened.
  var line: String {
    let may = scope == .full ? "do everything" : "use what is there"
    return "session   may \(may), for \(Spans.text(seconds: totalSecondsLeft)); "
      + "\(Spans.text(seconds: idleSecondsLeft)) without use end it"
  }
}
