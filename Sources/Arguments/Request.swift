/// What a command line asks for.
package enum Request: Sendable {
  case run(Invocation)
  case help(HelpTopic)
  case version
}

/// What help is asked about.
package enum HelpTopic: Equatable, Sendable {
  case overview
  /// The commands that share a first word.
  case family(String)
  case command(CommandSpec)
}
