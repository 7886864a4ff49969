import Arguments
import Messages

extension Command {
  static let keyList = Command(
    CommandSpec(
      "key list", group: "vault", summary: "list what opens the vault",
      examples: [Example("coffer key list", "lists passphrases, key files, codes and recipients")])
  ) { _, context throws(Failure) in
    let answer = try context.ask(ListSlots()).answer
    if context.isJSON {
      try context.json(SlotsResult(answer))
    } else {
      context.table(answer.slots)
    }
    return .done
  }
}
