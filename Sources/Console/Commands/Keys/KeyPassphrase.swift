import Arguments
import Messages

extension Command {
  static let keyPassphrase = Command(
    CommandSpec(
      "key passphrase", group: "vault",
      summary: "change the passphrase that you open the vault with",
      discussion: "Copies of the vault made before still open with the old one.",
      options: [
        OptionSpec("new-passphrase-fd", value: ValueSpec("N"), "read the new one from descriptor N")
      ] + DerivationCost.options,
      examples: [Example("coffer key passphrase", "asks for the old one, then twice for the new")])
  ) { invocation, context throws(Failure) in
    let cost = try DerivationCost(invocation)
    let number = try understood(try invocation.integer("new-passphrase-fd", in: 0...65_535))
    try context.openPrivately()
    let passphrase = try context.newPassphrase(descriptor: number.map(Int32.init))
    let call = ChangePassphrase(memoryMiB: cost.memoryMiB, passes: cost.passes)
    let answer = try context.ask(call, attachments: [passphrase]).answer
    if context.isJSON {
      try context.json(SlotsResult(answer))
    } else {
      context.say("changed   the passphrase")
      context.warn("copies of the vault made before still open with the old passphrase")
    }
    return .done
  }
}
