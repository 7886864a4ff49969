import Arguments
import Catalog
import Host
import Messages

extension Command {
  static let completions = Command(
    CommandSpec(
      "completions", group: "other", summary: "print the completions for a shell",
      operands: [
        OperandSpec(
          "SHELL", "bash, zsh or fish", arity: .optional,
          completion: .words(Completions.Shell.allCases.map(\.rawValue)))
      ],
      options: [
        OptionSpec(
          "names", value: ValueSpec("KIND", choices: ["profiles", "types", "slots", "workspaces"]),
          "print names to complete with; says nothing where it cannot", hidden: true)
      ],
      examples: [
        Example("coffer completions bash > coffer.bash", "writes the completions for bash")
      ])
  ) { invocation, context throws(Failure) in
    if let kind = invocation.value("names") {
      for name in context.completionNames(kind) { context.out(name) }
      return .done
    }
    let word = invocation.operand("SHELL") ?? ""
    guard let shell = Completions.Shell(rawValue: word) else {
      throw .usage(
        word.isEmpty ? "no shell was named" : "there are no completions for this shell",
        hint: "name bash, zsh or fish")
    }
    context.printer.raw(Completions.script(for: shell, CofferGrammar.grammar))
    return .done
  }
}

extension Context {
  /// Names to offer while a line is typed: never asks anybody, never fails.
  fileprivate mutating func completionNames(_ kind: String) -> [String] {
    let patience = Duration.seconds(1)
    switch kind {
    case "profiles", "workspaces":
      let selector =
        kind == "profiles" ? SelectorInput(all: true) : SelectorInput(types: ["embeddable"])
      let call = ListProfiles(selector)
      return (try? askSession(call, patience: patience))?.profiles.map(\.name) ?? []
    case "slots":
      return (try? askSession(ListSlots(), patience: patience))?.slots.map(\.name) ?? []
    default: return Types.all.map(\.name)
    }
  }
}
