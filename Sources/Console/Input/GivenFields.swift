package import Catalog
package import Messages
package import Sealing

/// The fields of a profile as they are sent: clear ones as text, secrets beside the message.
package struct GivenFields: Sendable {
  package let type: ProfileType
  package private(set) var inputs: [FieldInput] = []
  package private(set) var secrets: [Secret] = []
  /// The clear values by name, on which it depends what else is needed.
  package private(set) var texts: [String: String] = [:]
  /// What a person should know although it is no error.
  package private(set) var remarks: [String] = []

  package init(of type: ProfileType) {
    self.type = type
  }

  package var names: Set<String> { Set(inputs.map(\.name)) }

  /// What a complete profile still lacks.
  package var missing: [Field] { type.missing(from: names, values: texts) }

  /// Takes a clear value that the catalog accepts.
  package mutating func set(_ field: Field, text: String) throws(Failure) {
    try checkFresh(field)
    do throws(CatalogError) {
      try FieldCheck(type).check(field.name, text: text)
    } catch .secretAsText(let name) {
      // The value is in the shell's history by now, which only its owner can mend.
      throw .usage(
        "\(name) is a secret and is not taken from the command line",
        hint:
          "give \(name)=- to be asked or for standard input, \(name)=@FILE, or --generate \(name);"
          + " the one that was typed is in the shell's history now")
    } catch {
      throw Failure(error)
    }
    texts[field.name] = text
    inputs.append(FieldInput(field.name, .text(text)))
  }

  /// Takes a secret that the catalog accepts.
  package mutating func set(_ field: Field, secret: Secret) throws(Failure) {
    try checkFresh(field)
    try known(try FieldCheck(type).check(field.name, bytes: secret.span))
    inputs.append(FieldInput(field.name, .attachment(secrets.count)))
    secrets.append(secret)
  }

  /// Leaves the value to the agent.
  package mutating func generate(_ wish: Generation) throws(Failure) {
    let field = try wish.checked(against: type)
    try checkFresh(field)
    inputs.append(FieldInput(field.name, .generated(length: wish.length)))
  }

  /// Refuses fields that exclude each other, before anybody is asked for more.
  package func checkTogether() throws(Failure) {
    try known(try type.checkTogether(names, values: texts))
  }

  mutating func remark(_ text: String) { remarks.append(text) }

  private func checkFresh(_ field: Field) throws(Failure) {
    guard !names.contains(field.name) else {
      throw .usage("field '\(field.name)' is given more than once", hint: "keep one of them")
    }
  }
}
