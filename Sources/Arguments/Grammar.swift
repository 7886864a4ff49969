/// The whole command line of a program as a value, from which everything else is derived.
package struct Grammar: Sendable {
  /// A heading under which help lists commands.
  package struct Group: Equatable, Sendable {
    package let name: String
    package let title: String

    package init(_ name: String, title: String) {
      self.name = name
      self.title = title
    }
  }

  package let program: String
  package let version: String
  /// One line on what the program is for.
  package let summary: String
  package let globals: [OptionSpec]
  /// In the order of help.
  package let groups: [Group]
  package let commands: [CommandSpec]

  package init(
    program: String, version: String, summary: String, globals: [OptionSpec], groups: [Group],
    commands: [CommandSpec]
  ) {
    self.program = program
    self.version = version
    self.summary = summary
    self.globals = globals
    self.groups = groups
    self.commands = commands
  }

  /// The command of exactly this name.
  package func command(_ name: String) -> CommandSpec? {
    commands.first { $0.name == name }
  }

  /// The commands whose first of two words is this.
  package func members(of family: String) -> [CommandSpec] {
    commands.filter { $0.family == family }
  }

  /// Whether an option is asked for anywhere before `--`, for use where parsing failed.
  package func mentions(_ long: String, in words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains("--" + long)
  }

  /// Every word that may stand where the command is expected, each once.
  var firstWords: [String] {
    var seen: Set<String> = []
    return commands.map { $0.family ?? $0.name }.filter { seen.insert($0).inserted }
  }

  var visibleGlobals: [OptionSpec] { globals.filter { !$0.hidden } }
}
