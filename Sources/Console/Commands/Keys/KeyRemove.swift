import Arguments
import Messages

extension Command {
  static let keyRemove = Command(
    CommandSpec(
      "key remove", group: "vault", summary: "take a way to open the vault away",
      discussion: """
        Renews the vault key, so that the removed key opens nothing written from now on. Copies \
        of the file made before still open with it.
        """,
      operands: [OperandSpec("KEY", "the key's name, as 'key list' shows it", completion: .slot)],
      options: [.yes, OptionSpec("no-renew", "do not renew the vault key")],
      examples: [Example("coffer key remove ci --yes", "takes the key named ci away")])
  ) { invocation, context throws(Failure) in
    let name = invocation.operand("KEY") ?? ""
    try context.agree("Remove the key '\(Printer.cleaned(name))'?", invocation)
    let renew = !invocation.flag("no-renew")
    let answer = try context.ask(RemoveSlot(name: name, renew: renew)).answer
    if context.isJSON {
      try context.json(SlotsResult(answer))
    } else {
      context.say("removed   \(name)\(renew ? "; the vault key is a new one" : "")")
      context.warn("copies of the vault made before still open with that key")
    }
    return .done
  }
}
