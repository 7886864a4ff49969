/// What a value of a script is, as far as reading tells without running.
indirect enum ScriptValue: Sendable {
  /// A text in quotes, or a piece of a template.
  case text(Range<Int>, isEscaped: Bool)
  /// A number, `true` or `false`.
  case literal(Range<Int>)
  /// `null` or `undefined`.
  case nothing
  /// A name, and what is asked of it: `a.b` or `process.env.A`.
  case path([String])
  /// A template: texts one after the other.
  case template([ScriptNode])
  /// Values with `+` between them.
  case sum([ScriptNode])
  /// Values with `||` or `??` between them.
  case either([ScriptNode])
  case object([ScriptMember])
  case list([ScriptNode])
  /// What only the running script would tell, in a few words.
  case strange(String)
}

/// A value with its line.
struct ScriptNode: Sendable {
  let value: ScriptValue
  let line: Int
}

/// A key of an object with its value.
struct ScriptMember: Sendable {
  let key: String
  let node: ScriptNode
}

extension [ScriptMember] {
  /// The value of a key; the last one counts.
  subscript(_ key: String) -> ScriptNode? { last { $0.key == key }?.node }
}
