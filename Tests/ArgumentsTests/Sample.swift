import Arguments
import Testing

/// A small grammar with one of everything.
enum Sample {
  static let grammar = Grammar(
    program: "coffer", version: "1.2.3", summary: "a vault for credentials",
    globals: [
      OptionSpec("vault", value: ValueSpec("PATH", completion: .file), "the vault's file"),
      OptionSpec("passphrase-fd", value: ValueSpec("N"), "read the passphrase from a descriptor"),
      OptionSpec("key-file", value: ValueSpec("FILE", completion: .file), "open with a key file"),
      OptionSpec("json", "answer in JSON"),
      OptionSpec("quiet", short: "q", "say less"),
      OptionSpec("trace", "say what only a developer wants", hidden: true),
      .help, .version,
    ],
    groups: [
      Grammar.Group("vault", title: "the vault"),
      Grammar.Group("profiles", title: "profiles"),
    ],
    commands: [
      CommandSpec(
        "add", group: "profiles", summary: "add a profile",
        discussion: "Asks for what is missing.\n\nFor a database:\n\n  coffer add postgres x\n",
        operands: [
          OperandSpec("TYPE", "what kind it is", completion: .type),
          OperandSpec("NAME", "its name"),
        ],
        takesFields: true,
        options: [
          OptionSpec("label", short: "l", value: ValueSpec("KEY=VALUE"), repeats: true, "label it"),
          OptionSpec("generate", value: ValueSpec("FIELD"), "make up a field"),
          OptionSpec("length", value: ValueSpec("N"), "how long"),
          OptionSpec("yes", short: "y", "don't ask"),
        ],
        examples: [
          Example("coffer add postgres acme host=db.example -l tenant=acme", "adds 'acme'"),
          Example("pass show x | coffer add secret x 'note=two words' value=-", "takes it over"),
        ]),
      CommandSpec(
        "show", group: "profiles", summary: "show a profile",
        operands: [OperandSpec("NAME", "which", completion: .profile)],
        options: [
          OptionSpec(
            "as", value: ValueSpec("FORMAT", choices: ["table", "env", "dotenv"]), "how to show it")
        ]),
      CommandSpec(
        "list", group: "profiles", summary: "list profiles",
        operands: [
          OperandSpec("NAME", "which", arity: .manyOptional, completion: .profile)
        ],
        options: [OptionSpec("all", short: "a", "all"), OptionSpec("long", short: "w", "wide")]),
      CommandSpec(
        "label", group: "profiles", summary: "label a profile",
        operands: [
          OperandSpec("NAME", "which", completion: .profile),
          OperandSpec("KEY=VALUE", "a label", arity: .many, completion: .label),
        ]),
      CommandSpec(
        "copy", group: "profiles", summary: "copy profiles",
        operands: [
          OperandSpec("FROM", "which", arity: .many, completion: .profile),
          OperandSpec("TO", "where to"),
        ]),
      CommandSpec(
        "import", group: "profiles", summary: "import profiles",
        operands: [OperandSpec("FILE", "from where", arity: .optional, completion: .file)]),
      CommandSpec(
        "key add", group: "vault", summary: "add a key",
        operands: [
          OperandSpec("KIND", "of what kind", completion: .words(["file", "passphrase"]))
        ]),
      CommandSpec("key list", group: "vault", summary: "list the keys"),
      CommandSpec(
        "key remove", group: "vault", summary: "remove a key",
        operands: [OperandSpec("SLOT", "which", completion: .slot)]),
      CommandSpec(
        "session", group: "vault", summary: "show the session",
        options: [OptionSpec("full", "all of it")]),
      CommandSpec("session end", group: "vault", summary: "end the session"),
      CommandSpec("audit verify", group: "vault", summary: "check the record"),
      CommandSpec(
        "help", group: "vault", summary: "show help",
        operands: [
          OperandSpec("COMMAND", "about what", arity: .manyOptional, completion: .command)
        ]),
    ])

  /// The invocation of a line that has to be understood.
  static func run(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Invocation {
    let request = try grammar.parse(words)
    guard case .run(let invocation) = request else {
      Issue.record("no invocation but \(request)", sourceLocation: sourceLocation)
      throw CancellationError()
    }
    return invocation
  }

  /// The error of a line that must not be understood.
  static func error(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> UsageError {
    try #require(throws: UsageError.self, sourceLocation: sourceLocation) {
      try grammar.parse(words)
    }
  }

  /// The topic of a line that has to ask for help.
  static func topic(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> HelpTopic? {
    guard case .help(let topic) = try grammar.parse(words) else { return nil }
    return topic
  }
}
