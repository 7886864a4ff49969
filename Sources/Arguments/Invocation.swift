/// A command line that was understood: the command and everything given to it.
package struct Invocation: Sendable {
  package let command: CommandSpec
  /// In the order in which they were typed.
  package let operands: [String]
  package let fields: [FieldWord]
  private let given: [String: [String]]
  private let call: CallName

  init(
    command: CommandSpec, operands: [String], fields: [FieldWord], given: [String: [String]],
    call: CallName
  ) {
    self.command = command
    self.operands = operands
    self.fields = fields
    self.given = given
    self.call = call
  }

  /// Whether an option was given.
  package func flag(_ long: String) -> Bool { given[long] != nil }

  /// The value of an option, the last one if it may be repeated.
  package func value(_ long: String) -> String? { given[long]?.last }

  /// All values of an option, in the order in which they were typed.
  package func values(_ long: String) -> [String] { given[long] ?? [] }

  /// The value of an option as a whole number.
  package func integer(
    _ long: String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(UsageError) -> Int? {
    guard let text = value(long) else { return nil }
    guard let number = Int(text) else { throw .notANumber(option: "--" + long, call) }
    guard range.contains(number) else {
      throw .numberOutOfRange(
        option: "--" + long, lowest: range.lowerBound, highest: range.upperBound, call)
    }
    return number
  }

  /// The word given for the operand of this name.
  package func operand(_ name: String) -> String? { operands(name).first }

  /// All words given for the operand of this name.
  package func operands(_ name: String) -> [String] {
    zip(operands, command.places(for: operands.count)).filter { $1.name == name }.map { $0.0 }
  }
}

extension CommandSpec {
  /// Which operand each of so many words fills; shorter than `count` when there are too many.
  ///
  /// Required ones come first, so in `[FROM] TO` a single word is TO; one that repeats takes what
  /// the others leave.
  func places(for count: Int) -> [OperandSpec] {
    var spare = count - operands.count { $0.arity.isRequired }
    var places: [OperandSpec] = []
    for operand in operands {
      var share = operand.arity.isRequired ? 1 : 0
      let wanted = operand.arity.isRepeated ? Int.max : 1
      let more = max(0, min(spare, wanted - share))
      share += more
      spare -= more
      places += Array(repeating: operand, count: min(share, count - places.count))
    }
    return places
  }
}
