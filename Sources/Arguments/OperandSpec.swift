/// One operand of a command: a word that is found by its place.
package struct OperandSpec: Equatable, Sendable {
  /// How many words an operand takes.
  package enum Arity: Equatable, Sendable {
    case one
    case optional
    /// One or more.
    case many
    /// Any number, none included.
    case manyOptional

    var isRequired: Bool { self == .one || self == .many }
    var isRepeated: Bool { self == .many || self == .manyOptional }
  }

  package let name: String
  package let help: String
  package let arity: Arity
  package let completion: CompletionKind

  package init(
    _ name: String, _ help: String, arity: Arity = .one, completion: CompletionKind = .none
  ) {
    self.name = name
    self.help = help
    self.arity = arity
    self.completion = completion
  }

  /// The operand as a usage line shows it.
  var usage: String {
    switch arity {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)..."
    case .manyOptional: "[\(name)...]"
    }
  }
}
