import Auditing
import Messages
import Profiles
import Vaults

/// What is written down about secrets that somebody may know.
///
/// Which of them remain is read from the record, where each rotation is, too: so nothing has to be
/// kept beside it, and a kill leaves nothing half done.
extension OpenedVault {
  func reportCompromise(_ call: ReportCompromise, _ order: Order) throws -> CompromiseAnswer {
    let cause = Cleaned.text(call.cause, limit: 256)
    return try note(.profileCompromised, call.selector, [Detail(.cause, cause)], order)
  }

  func settleCompromise(_ call: SettleCompromise, _ order: Order) throws -> CompromiseAnswer {
    try note(.profileSettled, call.selector, [], order)
  }

  /// An event for each profile, all or none.
  private func note(
    _ action: Action, _ input: SelectorInput, _ details: [Detail], _ order: Order
  ) throws -> CompromiseAnswer {
    let profiles = try vault.profiles(try input.narrowSelector())
    try vault.note(
      profiles.map { profile in
        EventDraft(
          action, subject: profile.id.bytes, at: order.time, by: order.author,
          [Detail(.name, profile.name.text)] + details)
      })
    return CompromiseAnswer(names: profiles.map(\.name.text))
  }
}
