/// Everything that parser, help, completions and manual know about one command.
package struct CommandSpec: Equatable, Sendable {
  /// One word, or a family and its member: `add`, `key add`.
  package let name: String
  /// The identifier of the group under which help lists it.
  package let group: String
  /// One line without a full stop.
  package let summary: String
  /// Paragraphs apart by an empty line; lines that start with two spaces are kept as they are.
  package let discussion: String
  package let operands: [OperandSpec]
  /// Whether it takes words like `field=value`.
  package let takesFields: Bool
  package let options: [OptionSpec]
  package let examples: [Example]

  package init(
    _ name: String, group: String, summary: String, discussion: String = "",
    operands: [OperandSpec] = [], takesFields: Bool = false, options: [OptionSpec] = [],
    examples: [Example] = []
  ) {
    self.name = name
    self.group = group
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.takesFields = takesFields
    self.options = options
    self.examples = examples
  }

  /// The first of two words, or nil for a command of one word.
  var family: String? {
    name.split(separator: " ").count == 2 ? name.split(separator: " ").first.map(String.init) : nil
  }

  /// The second of two words, or nil for a command of one word.
  var member: String? {
    family == nil ? nil : name.split(separator: " ").last.map(String.init)
  }

  /// What follows the program's name in a usage line.
  var usage: String {
    var words = [name] + operands.map(\.usage)
    if takesFields { words.append("[FIELD=VALUE...]") }
    words.append("[OPTIONS]")
    return words.joined(separator: " ")
  }

  var visibleOptions: [OptionSpec] { options.filter { !$0.hidden } }
}
