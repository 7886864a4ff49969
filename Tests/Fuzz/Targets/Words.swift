import Arguments
import Console

extension FuzzTarget {
  /// A command line of `coffer`, a word a line.
  static let words = FuzzTarget(name: "words", about: "command lines and field=value words") {
    input in
    let words = input.lines(64)
    do {
      guard case .run(let invocation) = try CofferGrammar.grammar.parse(words) else { return }
      let taken = invocation.operands.count + invocation.fields.count
      try promise(taken <= words.count, "\(taken) words came out of \(words.count)")
      for field in invocation.fields {
        try promise(!field.name.isEmpty, "a field without a name")
        try promise(isShowable(field.description), "a field's name is shown as it was typed")
      }
      for spec in invocation.command.operands { _ = invocation.operands(spec.name) }
      for option in invocation.command.options { _ = try? invocation.integer(option.long) }
    } catch let error as UsageError {
      try promise(isShowable(error.message), "the message is not fit for a terminal")
      try promise(isShowable(error.remedy), "the remedy is not fit for a terminal")
    }
  }
}
