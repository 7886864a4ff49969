package import Messages
package import Sealing

/// Fields as they go to the agent: the clear ones as text, the secret ones as attachments.
package struct GivenFields: Sendable {
  package private(set) var inputs: [FieldInput] = []
  package private(set) var attachments: [Secret] = []
  /// The clear values, for what depends on a choice.
  package private(set) var values: [String: String] = [:]

  package init() {}

  package var names: Set<String> { Set(inputs.map(\.name)) }

  package mutating func add(_ name: String, text: String) {
    inputs.append(FieldInput(name, .text(text)))
    values[name] = text
  }

  package mutating func add(_ name: String, secret: consuming SecretBytes) {
    inputs.append(FieldInput(name, .attachment(attachments.count)))
    attachments.append(Secret(secret))
  }

  package mutating func add(_ name: String, generated length: Int) {
    inputs.append(FieldInput(name, .generated(length: length)))
  }
}
