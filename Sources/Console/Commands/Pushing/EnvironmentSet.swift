package import Arguments
package import Messages
import Profiles

extension Command {
  static let environmentSet = Command(
    CommandSpec(
      "environment set", group: "push", summary: "say which connection each data source reads",
      discussion: """
        An environment maps the data sources of the models to connections; dashboards name the \
        environment. It is kept in the vault, and goes over with the next push, after its connections \
        were tested.
        """,
      operands: [
        OperandSpec("WORKSPACE", "the workspace", completion: .workspace),
        OperandSpec("ENVIRONMENT", "its name over there"),
      ],
      takesFields: true,
      examples: [
        Example(
          "coffer environment set eu acme-prod main=acme-prod-ch",
          "the data source main reads the connection acme-prod-ch")
      ])
  ) { invocation, context throws(Failure) in
    let call = try settingEnvironment(invocation)
    try context.tell(try context.ask(call).answer)
    return .done
  }

  static let environmentTemplate = Command(
    CommandSpec(
      "environment template", group: "push",
      summary: "make an environment for each set of labels",
      discussion: """
        The name and the connections are patterns of labels in braces. Every profile that is bound \
        to the workspace and has these labels gives an environment, now and later.
        """,
      operands: [
        OperandSpec("WORKSPACE", "the workspace", completion: .workspace),
        OperandSpec("TEMPLATE", "the name, such as '{tenant}-{stage}'"),
      ],
      takesFields: true,
      examples: [
        Example(
          "coffer environment template eu '{tenant}-{stage}' main='{tenant}-{stage}-ch'",
          "an environment for every tenant and stage")
      ])
  ) { invocation, context throws(Failure) in
    let call = try settingEnvironment(invocation, isTemplate: true)
    try context.tell(try context.ask(call).answer)
    return .done
  }

  /// What `environment set` and `environment template` were told.
  package static func settingEnvironment(
    _ invocation: Invocation, isTemplate: Bool = false
  ) throws(Failure) -> SetEnvironment {
    let workspace = try named(try ProfileName(invocation.operand("WORKSPACE") ?? "")).text
    let name = invocation.operand(isTemplate ? "TEMPLATE" : "ENVIRONMENT") ?? ""
    guard name.contains("{") == isTemplate else {
      throw isTemplate
        ? .usage("a template has labels in braces", hint: "write it like '{tenant}-{stage}'")
        : .usage(
          "an environment's name has no braces",
          hint: "make one for each tenant with: coffer environment template")
    }
    if !isTemplate { _ = try named(try ProfileName(name)) }
    var sources: [NamedText] = []
    for word in invocation.fields {
      switch word {
      case .literal(let name, let text), .exact(let name, let text):
        guard !text.isEmpty else {
          throw .usage(
            "the data source '\(Printer.cleaned(name))' has no connection",
            hint: "write SOURCE=CONNECTION, and name only the sources that there are to be")
        }
        sources.append(NamedText(name, text))
      case .standardInput, .file:
        throw .usage(
          "a connection's name is not read from a file", hint: "write SOURCE=CONNECTION")
      }
    }
    guard !sources.isEmpty else {
      throw .usage(
        "no data source was given", hint: "write SOURCE=CONNECTION, such as main=acme-ch")
    }
    return SetEnvironment(workspace: workspace, name: name, sources: sources)
  }
}
