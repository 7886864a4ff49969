import Arguments
import Messages

extension Command {
  static let version = Command(
    CommandSpec(
      "version", group: "other", summary: "print the version",
      examples: [Example("coffer version --json", "prints it as JSON")])
  ) { _, context throws(Failure) in
    if context.isJSON {
      try context.json(
        VersionResult(conversation: Conversation.version, version: Conversation.build))
    } else {
      context.out("coffer \(Conversation.build)")
    }
    return .done
  }
}

/// What `coffer version --json` prints.
struct VersionResult: Encodable, Equatable {
  let conversation: Int
  let version: String
}
