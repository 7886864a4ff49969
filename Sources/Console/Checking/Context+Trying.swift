import Arguments
import Catalog
import Messages

extension FieldOptions {
  /// Whether what is given is tried before it is saved.
  static let check = [
    OptionSpec("check", "sign in first, and save only what works"),
    OptionSpec("no-check", "do not sign in first, as is done on a terminal"),
  ]
}

extension Context {
  /// Signs in with what is about to be saved, where a person is there or that was asked for.
  ///
  /// What surely does not work is saved only if a person wants it all the same.
  mutating func tryFirst(
    _ call: TryFields, _ fields: GivenFields, _ invocation: Invocation
  ) throws(Failure) {
    let isWanted = invocation.flag("check")
    guard !invocation.flag("no-check") else {
      guard !isWanted else {
        throw .usage("it cannot be both checked and not", hint: "keep one of --check, --no-check")
      }
      return
    }
    // What is made only now nobody over there knows yet.
    let isMade = fields.inputs.contains { input in
      if case .generated = input.source { true } else { false }
    }
    guard isWanted || hasPerson && !isMade && fields.type.purpose == .database else { return }
    guard !isMade else {
      throw .usage(
        "what Coffer makes now cannot work over there yet",
        hint: "leave --check away, then: coffer provision \(call.name ?? "NAME")")
    }
    let row = try ask(call, attachments: fields.secrets).answer
    remark("check", CheckSheet.sentence(row))
    for note in CheckSheet.notes(row) { warn(note) }
    guard row.status != .done else { return }
    guard hasPerson, !isJSON else {
      if !isWanted { return }
      throw Failure(
        row.status, "not saved: \(CheckSheet.sentence(row))",
        hint: row.hint.isEmpty ? "save it all the same: --no-check" : row.hint)
    }
    if !row.hint.isEmpty { remark("hint", row.hint) }
    // That nobody was reached says nothing against what was typed.
    guard isWanted || row.status != .remoteUnreachable else { return }
    guard try confirm("Save it all the same?") else {
      throw Failure(row.status, "nothing was saved", hint: row.hint)
    }
  }
}
