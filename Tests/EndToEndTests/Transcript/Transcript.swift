import Foundation

/// A story in a file: what is typed, what comes out on which stream, how it ends.
///
///     # prose
///     @ NAME=value           an environment variable for the rest of the story
///     $ coffer list          a line of shell, without a terminal
///     a line of the result
///     ! a line of the errors
///     ? 3                    the exit status, where it is not 0
///     % coffer init          a line of shell at a terminal, where
///     > Passphrase:          appears
///     < something            is typed and must not be echoed
///     << y                   is typed and is echoed
///
/// Parts that change are written as patterns, see `Pattern`. A line of the result that could be
/// taken for something else has `| ` before it, and `...` stands for any lines.
struct Transcript {
  struct Step: Equatable {
    enum Act: Equatable {
      case prose(String)
      case set(String)
      case run(String)
      case sit(String)
    }
    enum Terminal: Equatable {
      case shows(String)
      case types(String, hidden: Bool)
    }
    var act: Act
    var output: [String] = []
    var errors: [String] = []
    var terminal: [Terminal] = []
    var status: Int32 = 0
    var line = 0
  }

  var steps: [Step] = []

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Transcripts")

  /// The names of all stories.
  static let all: [String] = {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return found.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  init(reading text: String) {
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      let word = line.prefix { $0 != " " }
      let rest = String(line.dropFirst(word.count + 1))
      switch word {
      case "#": begin(.prose(rest), number)
      case "@": begin(.set(rest), number)
      case "$": begin(.run(rest), number)
      case "%": begin(.sit(rest), number)
      case "!": change { $0.errors.append(rest) }
      case ">": change { $0.terminal.append(.shows(rest)) }
      case "<": change { $0.terminal.append(.types(rest, hidden: true)) }
      case "<<": change { $0.terminal.append(.types(rest, hidden: false)) }
      case "?": change { $0.status = Int32(rest) ?? -1 }
      case "|": change { $0.output.append(rest) }
      default: change { $0.output.append(line) }
      }
    }
    for index in steps.indices { steps[index].dropEmptyEnd() }
  }

  private mutating func begin(_ act: Step.Act, _ number: Int) {
    steps.append(Step(act: act, line: number + 1))
  }

  private mutating func change(_ body: (inout Step) -> Void) {
    if !steps.isEmpty { body(&steps[steps.count - 1]) }
  }

  /// The file that would be read as this: an empty line before each passage of prose.
  var text: String {
    var lines: [String] = []
    var inProse = true
    for step in steps {
      let isProse: Bool = if case .prose = step.act { true } else { false }
      if isProse, !inProse { lines.append("") }
      inProse = isProse
      lines += step.lines
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Transcript.Step {
  fileprivate mutating func dropEmptyEnd() {
    while output.last == "" { output.removeLast() }
  }

  /// How it is written in a file.
  var lines: [String] {
    let first =
      switch act {
      case .prose(let text): text.isEmpty ? "#" : "# " + text
      case .set(let text): "@ " + text
      case .run(let text): "$ " + text
      case .sit(let text): "% " + text
      }
    let seen = terminal.map { event in
      switch event {
      case .shows(let text): "> " + text
      case .types(let text, hidden: true): "< " + text
      case .types(let text, hidden: false): text.isEmpty ? "<<" : "<< " + text
      }
    }
    return [first] + seen + output.map(Self.escaped) + errors.map { "! " + $0 }
      + (status == 0 ? [] : ["? \(status)"])
  }

  private static func escaped(_ line: String) -> String {
    let word = line.prefix { $0 != " " }
    return ["#", "@", "$", "%", "!", ">", "<", "<<", "?", "|"].contains(word) ? "| " + line : line
  }
}
