package import Catalog
import Host
package import Messages

extension GivenFields {
  /// Asks a person for what is missing: clear values with their defaults, secrets without echo.
  ///
  /// If one clear value has to be asked for, the required ones with a default are asked for too:
  /// somebody is being led through a form, and should see what it says.
  mutating func askForMissing(on terminal: inout Terminal) throws(Failure) {
    var asked: Set<String> = []
    while let field = nextClear(besides: asked) {
      asked.insert(field.name)
      try ask(field, on: &terminal)
    }
    for field in missing where field.isSecret {
      try checkTypable(field)
      try ask(secret: field, on: &terminal)
    }
  }

  /// Asks for secrets again, which are to go to a new place.
  mutating func askAgain(_ fields: [Field], on terminal: inout Terminal) throws(Failure) {
    for field in fields {
      try checkTypable(field)
      try ask(secret: field, on: &terminal)
    }
  }

  private func nextClear(besides asked: Set<String>) -> Field? {
    let missing = missing.filter { !$0.isSecret }
    guard !missing.isEmpty || !asked.isEmpty else { return nil }
    let wanted = Set(missing.map(\.name))
    return type.fields.first { field in
      !field.isSecret && !names.contains(field.name) && !asked.contains(field.name)
        && (wanted.contains(field.name) || field.isRequired)
    }
  }

  private mutating func ask(_ field: Field, on terminal: inout Terminal) throws(Failure) {
    var tries = 3
    while true {
      tries -= 1
      let answer = try told(try terminal.readLine(prompt: Self.prompt(for: field)))
      if answer.isEmpty, field.defaultValue != nil { return }
      do throws(Failure) {
        return try set(field, text: answer)
      } catch {
        guard tries > 0 else { throw error }
        try told(try terminal.write("\(error.message): \(error.hint)\n"))
      }
    }
  }

  private mutating func ask(secret field: Field, on terminal: inout Terminal) throws(Failure) {
    var tries = 3
    while true {
      tries -= 1
      let secret = try terminal.ask(field)
      do throws(Failure) {
        return try set(field, secret: secret)
      } catch {
        guard tries > 0 else { throw error }
        try told(try terminal.write("\(error.message): \(error.hint)\n"))
      }
    }
  }

  /// A key of many lines cannot be typed on one.
  private func checkTypable(_ field: Field) throws(Failure) {
    guard case .pem = field.kind else { return }
    throw Failure(
      .locked, "needs \(field.name), which has many lines", hint: "give \(field.name)=@FILE")
  }

  /// The question for a clear value.
  package static func prompt(for field: Field) -> String {
    var text = field.prompt
    if case .choice(let choices) = field.kind { text += " (\(choices.joined(separator: " or ")))" }
    if let value = field.defaultValue { text += " [\(value)]" }
    return text + ": "
  }
}

extension Failure {
  /// What is missing, where nobody can be asked.
  package static func needs(_ fields: [Field], for name: String) -> Failure {
    let words = fields.map { field in
      guard field.isSecret else { return "\(field.name)=VALUE" }
      // Standard input can be one value only.
      return fields.count(where: \.isSecret) == 1
        ? "\(field.name)=- or \(field.name)=@FILE" : "\(field.name)=@FILE"
    }
    return Failure(
      .locked, code: "needs-fields",
      "'\(name)' needs \(fields.map(\.name).joined(separator: ", "))",
      hint: "give \(words.joined(separator: ", ")), or say --incomplete")
  }
}
