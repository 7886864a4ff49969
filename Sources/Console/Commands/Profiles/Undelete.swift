package import Arguments
package import Messages
import Profiles

extension Command {
  /// Brings a removed profile back.
  static let undelete = Command(
    CommandSpec(
      "undelete", group: "profiles", summary: "bring a removed profile back",
      operands: [OperandSpec("NAME", "the name that it had")],
      options: [OptionSpec("as", value: ValueSpec("NEW"), "under another name")],
      examples: [
        Example("coffer undelete acme-old-ch", "brings it back"),
        Example("coffer undelete acme-ch --as acme-ch-old", "where the name was taken since"),
      ])
  ) { invocation, context throws(Failure) in
    let call = try undeleting(invocation)
    let names: [String]
    do throws(Failure) {
      names = try context.ask(call).answer.names
    } catch  where error.status == .conflict {
      throw error.advising(
        "bring it back under another name: coffer undelete \(call.name) --as NEW")
    }
    try context.tell(names, "back")
    return .done
  }

  package static func undeleting(_ invocation: Invocation) throws(Failure) -> UndeleteProfile {
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    var call = UndeleteProfile(name: name.text)
    if let new = invocation.value("as") { call.newName = try named(try ProfileName(new)).text }
    return call
  }
}
