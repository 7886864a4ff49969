import Host
package import Messages
package import Sealing

extension Context {
  /// Whether there is a person who can be asked.
  package var hasPerson: Bool { KeySource.Facts(options).hasTerminal }

  /// Asks a person for a secret, without echo.
  package mutating func askSecret(_ prompt: String) throws(Failure) -> SecretBytes {
    printer.flush()
    var terminal = try told(try Terminal.open())
    return try told(try terminal.readSecret(prompt: prompt))
  }
}
