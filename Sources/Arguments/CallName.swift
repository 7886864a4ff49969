/// The command as it was called, so that an error can say where to look.
package struct CallName: Equatable, Sendable {
  package let program: String
  /// Nil while no command is known.
  package let command: String?

  package init(program: String, command: String? = nil) {
    self.program = program
    self.command = command
  }

  /// Names program and command, as in `coffer key add`.
  var text: String { command.map { program + " " + $0 } ?? program }
  /// The line that shows the help, as in `coffer help key add`.
  var help: String { command.map { program + " help " + $0 } ?? program + " help" }
}
