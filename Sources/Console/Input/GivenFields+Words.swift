package import Arguments
import Catalog
import Host
package import Messages
import Sealing

extension GivenFields {
  /// Takes the words of a command line, reading what they point to.
  package mutating func take(_ invocation: Invocation) throws(Failure) {
    for word in invocation.fields { try take(word) }
    for text in invocation.values("generate") { try generate(try Generation(text)) }
    try checkTogether()
  }

  /// Whether taking these words asks a person, before anything else is known.
  static func asks(for invocation: Invocation) -> Bool {
    guard Terminal.isTerminal(0) else { return false }
    return invocation.fields.contains { if case .standardInput = $0 { true } else { false } }
  }

  private mutating func take(_ word: FieldWord) throws(Failure) {
    if isURL(word) { return try takeURL(word) }
    let field = try known(try type.field(named: word.name))
    switch word {
    case .literal(_, let text), .exact(_, let text):
      try set(field, text: text)
    case .standardInput where field.isSecret && Terminal.isTerminal(0):
      var terminal = try told(try Terminal.open())
      try set(field, secret: try terminal.ask(field))
    case .standardInput where field.isSecret:
      try set(field, secret: try FieldSource.secretInput(for: field))
    case .file(_, let path) where field.isSecret:
      try set(field, secret: try FieldSource.secret(of: path, for: field))
    case .standardInput:
      try set(field, text: try FieldSource.text(ofInputFor: field))
    case .file(_, let path):
      try set(field, text: try FieldSource.text(of: path, for: field))
    }
  }
}

extension Terminal {
  /// Asks for a secret of one line.
  mutating func ask(_ field: Field) throws(Failure) -> Secret {
    Secret(try told(try readSecret(prompt: "\(field.prompt) (hidden): ")))
  }
}
