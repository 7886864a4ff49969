package import Catalog
import Host
package import Messages
package import Sealing

extension Context {
  /// Whether there is a person who can be asked.
  package var hasPerson: Bool { KeySource.Facts(options).hasTerminal }

  /// Asks for the fields that a profile still lacks, secrets without echo; elsewhere nothing.
  ///
  /// `present` are the fields that the profile has already. An empty answer leaves a field out.
  package mutating func complete(
    _ given: inout GivenFields, type: ProfileType, present: Set<String> = [],
    values: [String: String] = [:]
  ) throws(Failure) {
    guard hasPerson else { return }
    var passed: Set<String> = []
    while true {
      let known = present.union(given.names).union(passed)
      let missing = type.missing(
        from: known, values: values.merging(given.values) { $1 })
      guard let field = missing.first else { return }
      try ask(for: field, &given)
      if !given.names.contains(field.name) { passed.insert(field.name) }
    }
  }

  /// Asks a person for one field.
  private mutating func ask(for field: Field, _ given: inout GivenFields) throws(Failure) {
    printer.flush()
    var terminal = try told(try Terminal.open())
    if field.isSecret {
      guard field.kind != .pem else { return }
      let typed = try told(try terminal.readSecret(prompt: "\(field.prompt) (hidden): "))
      if typed.count > 0 { given.add(field.name, secret: typed) }
    } else {
      let typed = try told(try terminal.readLine(prompt: "\(field.prompt): "))
      if !typed.isEmpty { given.add(field.name, text: typed) }
    }
  }

  /// Asks a person for a secret, without echo.
  package mutating func askSecret(_ prompt: String) throws(Failure) -> SecretBytes {
    printer.flush()
    var terminal = try told(try Terminal.open())
    return try told(try terminal.readSecret(prompt: prompt))
  }
}
