import Host
package import Messages

/// What a command works with: where it prints, whom it can ask, and the conversation with the agent.
package struct Context: ~Copyable {
  package var printer: Printer
  package let options: GlobalOptions
  package let now: Int64
  /// Whether the vault is to be opened although that cannot be written down.
  package var isUnaudited = false
  /// The conversation of this command, once there is one.
  var link: AgentLink?

  package init(
    printer: Printer, options: GlobalOptions, now: Int64 = Clock.wallMilliseconds
  ) {
    self.printer = printer
    self.options = options
    self.now = now
    link = nil
  }

  package var isJSON: Bool { options.json }

  /// Prints a line of the result.
  package mutating func out(_ line: String) { printer.out(line) }

  /// Prints a line that only tells a person what was done.
  package mutating func say(_ line: String) {
    if !options.quiet, !options.json { printer.out(line) }
  }

  /// Prints a warning, beside the result.
  package mutating func warn(_ line: String) {
    if !options.quiet { printer.err("coffer: warning: " + line) }
  }

  /// Prints the whole result as JSON.
  package mutating func json(_ value: some Encodable) throws(Failure) {
    printer.out(try JSONOutput.text(value))
  }

  /// Prints the result for a machine or for a person.
  package mutating func show(
    _ value: some Encodable, or people: (inout Context) -> Void
  ) throws(Failure) {
    if isJSON { try json(value) } else { people(&self) }
  }

  /// Prints a table that fits the terminal.
  package mutating func table(_ table: Table) {
    for line in table.lines(width: printer.width) { printer.out(line) }
  }

  /// Asks a question that is seen while it is answered; fails at once without a terminal.
  package mutating func confirm(_ question: String) throws(Failure) -> Bool {
    printer.flush()
    var terminal = try told(try Terminal.open())
    let answer = try told(try terminal.readLine(prompt: question + " [y/N] ", limit: 64))
    return ["y", "yes"].contains(answer.lowercased())
  }
}
