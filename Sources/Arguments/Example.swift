/// A command line that works as written, and what it does.
package struct Example: Equatable, Sendable {
  /// The whole line, beginning with the program's name.
  package let commandLine: String
  package let explanation: String

  package init(_ commandLine: String, _ explanation: String) {
    self.commandLine = commandLine
    self.explanation = explanation
  }

  /// The words after the program's name, up to a pipe or redirection, so that a test can parse it.
  ///
  /// Single and double quotes group; nothing is expanded. An assignment or a pipe before the
  /// program's name is skipped.
  package func words(after program: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in commandLine {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    guard let start = words.firstIndex(of: program) else { return [] }
    let operators: Set<String> = ["|", ">", ">>", "<", "&&", "||", ";", "2>"]
    return Array(words[(start + 1)...].prefix { !operators.contains($0) })
  }
}
