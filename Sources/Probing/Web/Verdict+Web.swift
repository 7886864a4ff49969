import Transport

extension Verdict {
  /// What it means that there was no answer.
  init(_ error: TransportError) {
    switch error {
    case .badAddress, .badHeader, .badSetting, .forbiddenPlain, .cannotStart:
      self.init(.notChecked, error.message, hint: error.remedy)
    case .timedOut(sent: true):
      self.init(
        .unreachable, "it was reached, but did not answer in time",
        hint: "try again later; an idle service of ClickHouse Cloud takes half a minute to wake up")
    case .tooLarge:
      self.init(
        .unreachable, "what answers there sends more than any such server would",
        hint: "check the host and the port")
    case .nameNotFound, .unreachable, .tls, .timedOut, .broken, .cancelled, .stopped:
      self.init(.unreachable, error.message, hint: error.remedy)
    }
  }

  /// What comes of some work, which is called off when its time is over.
  static func within(
    _ limit: Duration, _ work: @escaping @Sendable () async -> Verdict
  ) async -> Verdict {
    await withTaskGroup(of: Verdict?.self) { group in
      group.addTask { await work() }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
        ?? Verdict(
          .unreachable, "no whole answer came in time",
          hint: "check the address, and that no firewall is in between; or give it more --seconds")
    }
  }

  /// Something answers, but it is not what the profile says.
  static func stranger(_ what: String, _ status: Int) -> Verdict {
    Verdict(
      .unreachable, "what answers there (status \(status)) is no \(what)",
      hint: "check the host and the port; something else may stand in between")
  }

  /// A refusal in words that something in between may have said as well.
  static func doubtful(_ user: String, _ words: String) -> Verdict {
    var verdict = wrongPassword(user, words)
    verdict.isConfirmed = false
    verdict.hint += "; it may also be a proxy in between that says no"
    return verdict
  }

  static func incomplete(_ field: String) -> Verdict {
    Login.Incomplete(field: field).verdict
  }

  /// The statuses that mean the same for every server whose own words do not say more.
  static func status(_ answer: Answer, of server: String, _ words: String) -> Verdict {
    switch answer.status {
    case 300..<400:
      Verdict(
        .unreachable, "the address leads elsewhere",
        hint: "check the address; redirects are not followed with a password")
    case 403:
      Verdict(
        .forbidden, "\(server) does not let it do this: \(words)",
        hint: "look at its rights there, and from where it may sign in")
    case 429:
      Verdict(
        .rateLimited, "\(server) wants to be asked later", hint: "try again later",
        wait: answer.headers.retryAfter.flatMap { Int64($0) }.map { seconds in
          Duration.seconds(min(max(seconds, 0), 86_400))
        })
    default:
      Verdict(
        .unreachable, "\(server) answers with status \(answer.status): \(words)",
        hint: "see what it says, and its log")
    }
  }

  /// Notes what came of asking once more without the password: only a no shows that it counts.
  mutating func notePassword(isWanted: Bool) {
    passwordWasTaken = isWanted
    if !isWanted {
      remarks.append("whether it is let in without the password could not be found out")
    }
  }

  static func open(_ user: String, hint: String, identity: String = "") -> Verdict {
    Verdict(
      .open, "the server lets \(user.isEmpty ? "anybody" : user) in without a password",
      hint: hint, identity: identity)
  }
}
