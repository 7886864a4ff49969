/// Why a command line could not be understood; holds nothing of a value that somebody typed.
package enum UsageError: Error, Equatable, Sendable {
  case missingCommand(CallName)
  case incompleteCommand(CallName, members: [String])
  case unknownCommand(String, nearest: String?, CallName)
  case unknownOption(String, nearest: String?, CallName)
  case optionTooEarly(String, CallName)
  case missingValue(option: String, placeholder: String, CallName)
  case valueNotExpected(option: String, CallName)
  case repeatedOption(String, CallName)
  case badChoice(option: String, word: String, choices: [String], nearest: String?, CallName)
  case notANumber(option: String, CallName)
  case numberOutOfRange(option: String, lowest: Int, highest: Int, CallName)
  case missingOperand(String, CallName)
  case tooManyOperands(allowed: Int, given: Int, CallName)
  case fieldsNotTaken(field: String, CallName)
  case emptyFieldName(CallName)
  case missingFieldFile(field: String, CallName)
  case repeatedField(String, CallName)
  case standardInputTwice(String, String, CallName)

  package var message: String {
    switch self {
    case .missingCommand: "no command was given"
    case .incompleteCommand(let call, _): "'\(call.text)' needs a second word"
    case .unknownCommand(let word, _, _): "there is no command '\(word)'"
    case .unknownOption(let option, _, let call): "'\(call.text)' has no option '\(option)'"
    case .optionTooEarly(let option, _): "'\(option)' stands before the command that it belongs to"
    case .missingValue(let option, _, _): "'\(option)' needs a value"
    case .valueNotExpected(let option, _): "'\(option)' takes no value"
    case .repeatedOption(let option, _): "'\(option)' is given more than once"
    case .badChoice(let option, let word, _, _, _): "'\(option)' does not know '\(word)'"
    case .notANumber(let option, _): "'\(option)' needs a whole number"
    case .numberOutOfRange(let option, let lowest, let highest, _):
      highest == Int.max
        ? "'\(option)' needs a number of at least \(lowest)"
        : "'\(option)' needs a number from \(lowest) to \(highest)"
    case .missingOperand(let name, let call): "'\(call.text)' needs \(name)"
    case .tooManyOperands(let allowed, let given, let call):
      allowed == 0
        ? "'\(call.text)' takes no operands, \(given) given"
        : "'\(call.text)' takes at most \(allowed) operand\(allowed == 1 ? "" : "s"), \(given) given"
    case .fieldsNotTaken(let field, let call):
      "'\(call.text)' takes no fields, but '\(field)=...' was given"
    case .emptyFieldName: "a field without a name was given"
    case .missingFieldFile(let field, _): "'\(field)=@' names no file"
    case .repeatedField(let field, _): "field '\(field)' is given more than once"
    case .standardInputTwice(let first, let second, _):
      "standard input cannot be both '\(first)' and '\(second)'"
    }
  }

  package var remedy: String {
    switch self {
    case .missingCommand(let call): "see '\(call.help)' for the commands"
    case .incompleteCommand(let call, let members):
      "one of: " + members.map { "\(call.program) \($0)" }.joined(separator: ", ")
    case .unknownCommand(_, let nearest?, _), .unknownOption(_, let nearest?, _),
      .badChoice(_, _, _, let nearest?, _):
      "did you mean '\(nearest)'?"
    case .unknownCommand(_, nil, let call): "see '\(call.help)' for the commands"
    case .unknownOption(_, nil, let call): "see '\(call.help)' for the options"
    case .badChoice(_, _, let choices, nil, _): "one of: " + choices.joined(separator: ", ")
    case .optionTooEarly(_, let call): "write '\(call.program) COMMAND' first, its options after it"
    case .missingValue(let option, let placeholder, _):
      option.starts(with: "--")
        ? "write '\(option) \(placeholder)', or '\(option)=\(placeholder)' if it begins with a dash"
        : "write '\(option) \(placeholder)'"
    case .valueNotExpected(let option, _): "write '\(option)' alone"
    case .repeatedOption: "keep one of them"
    case .notANumber(let option, _), .numberOutOfRange(let option, _, _, _):
      "write it in digits, like '\(option) 3'"
    case .missingOperand(_, let call), .tooManyOperands(_, _, let call),
      .fieldsNotTaken(_, let call):
      "see '\(call.help)'"
    case .emptyFieldName: "write name=value without a space before the equals sign"
    case .missingFieldFile(let field, _):
      "write '\(field)=@FILE', or '\(field):=@' if the value is an at sign"
    case .repeatedField: "keep one of them"
    case .standardInputTwice(_, let second, _):
      "take '\(second)' from a file with '\(second)=@FILE'"
    }
  }
}
