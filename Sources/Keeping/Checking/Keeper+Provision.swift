import Auditing
import Messages
import Probing
import Profiles
import Vaults

/// Making the login of a profile.
extension Keeper {
  func provision(_ call: ProvisionLogin, _ order: Order) async throws -> ProvisionAnswer {
    let opened = try vaultInUse()
    let target = try opened.one(call.name)
    guard !target.profile.isIncomplete else {
      throw Failure(
        .invalid,
        "'\(call.name)' lacks \(target.profile.missing.joined(separator: ", "))",
        hint: "coffer set \(call.name) --generate \(target.profile.missing.first ?? "password")")
    }
    guard let via = call.via ?? target.via else {
      throw Failure(
        .usage, "it is not known who may make the login of '\(call.name)'",
        hint: "name the profile of an administrator: --via PROFILE")
    }
    guard via != call.name else {
      throw Failure(
        .usage, "a login cannot make itself", hint: "name an administrator: --via PROFILE")
    }
    let admin = try opened.one(via)
    let author = order.author
    let facts = [Detail(.name, call.name), Detail(.via, via)]
    func event(_ action: Action, _ outcome: Outcome = .done, _ more: [Detail] = []) -> EventDraft {
      EventDraft(
        action, outcome, subject: target.profile.id.bytes, at: clock.wall(), by: author,
        facts + more)
    }
    // Whoever locks meanwhile waits until it is written down what became of it.
    let run = checks.begin(count: 1)
    defer { end(run) }
    // Before anything is changed over there it is written down that it will be.
    if !call.isTrial { try write([event(.loginBegun)]) }
    let checker = try checker()
    let wish = Steward.Wish(withDatabase: call.withDatabase, isTrial: call.isTrial)
    let report: Steward.Report
    do throws(StewardError) {
      report = try await Steward(checker).provision(
        Subject(target), as: Subject(admin), wish)
    } catch {
      if !call.isTrial {
        try write([
          event(
            .loginRefused, error.outcome,
            [Detail(.cause, error.message), Detail(.count, String(error.done.count))])
        ])
      }
      throw Failure(error, name: call.name, via: via)
    }
    var answer = ProvisionAnswer(
      profile: call.name, via: via, statements: report.statements, wasThere: report.wasThere)
    guard !call.isTrial else { return answer }
    try write([event(.loginMade)])
    let verdict = await checker.check(Subject(target))
    let result = CheckResult(profile: target, verdict: verdict, at: clock.wall())
    try write([result.event(by: author)])
    answer.check = result.row
    return answer
  }
}

extension OpenedVault {
  /// One profile with its secrets, which stay in this process.
  func one(_ name: String) throws -> ReadProfile {
    let selector = SelectorInput(words: [try ProfileName(name).text])
    guard let found = try vault.masked(try selector.narrowSelector(), version: nil).first else {
      throw Failure(.notFound, "there is no profile '\(name)'", hint: "see: coffer list")
    }
    return found
  }
}

extension StewardError {
  /// Refused by somebody who said so; failed where nobody knows.
  fileprivate var outcome: Outcome {
    switch cause {
    case .unclear: .failed
    case .admin(let verdict):
      verdict.kind == .unreachable || verdict.kind == .rateLimited ? .failed : .refused
    default: .refused
    }
  }
}

extension Failure {
  fileprivate init(_ error: StewardError, name: String, via: String) {
    let status: ExitStatus =
      switch error.cause {
      case .admin(let verdict):
        verdict.kind == .unreachable || verdict.kind == .rateLimited
          ? .remoteUnreachable : .remoteRefused
      case .otherPlace, .incomplete, .notHere: .invalid
      case .exists: .conflict
      case .noDatabase: .notFound
      case .noHash, .others, .refused: .remoteRefused
      case .unclear, .partly: .remoteUnreachable
      }
    let subject =
      switch error.cause {
      case .admin: via
      default: name
      }
    self.init(status, error.message, hint: error.remedy.replacing("NAME", with: subject))
  }
}
