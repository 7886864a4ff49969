package import Arguments
package import Messages
import Profiles

extension Command {
  /// Gives a profile another name.
  static let rename = Command(
    CommandSpec(
      "rename", group: "profiles", summary: "give a profile another name",
      discussion: "Its versions, labels and history stay with it.",
      operands: [
        OperandSpec("OLD", "the profile", completion: .profile),
        OperandSpec("NEW", "its new name"),
      ],
      examples: [Example("coffer rename acme-prod acme-prod-ch", "renames a profile")])
  ) { invocation, context throws(Failure) in
    let call = try renaming(invocation)
    let names: [String]
    do throws(Failure) {
      names = try context.ask(call).answer.names
    } catch  where error.status == .conflict {
      throw error.advising(
        "choose another name, or see what has this one: coffer show \(call.newName)")
    }
    try context.tell(names, "renamed") { "\(call.name) -> \($0)" }
    return .done
  }

  package static func renaming(_ invocation: Invocation) throws(Failure) -> RenameProfile {
    let old = try named(try ProfileName(invocation.operand("OLD") ?? ""))
    let new = try named(try ProfileName(invocation.operand("NEW") ?? ""))
    guard old != new else {
      throw .usage("the profile has this name already", hint: "give another one")
    }
    return RenameProfile(name: old.text, newName: new.text)
  }
}
