import Foundation

/// Plays a story in a fresh home and notes what came instead of what was expected.
struct Player {
  private let home: Home
  private var pattern: Pattern
  private var settings: [String: String] = [:]
  /// The story as it went.
  private(set) var played: Transcript
  private(set) var differences: [String] = []

  /// Plays a whole story.
  static func play(_ transcript: Transcript) throws -> Player {
    let home = try Home()
    var player = Player(transcript, in: home)
    for index in transcript.steps.indices { player.play(index) }
    return player
  }

  private init(_ transcript: Transcript, in home: Home) {
    self.home = home
    pattern = Pattern(home: home.path)
    played = transcript
  }

  private mutating func play(_ index: Int) {
    let expected = played.steps[index]
    var came = expected
    do {
      switch expected.act {
      case .prose: return
      case .set(let text):
        let parts = pattern.filled(text).split(separator: "=", maxSplits: 1).map(String.init)
        settings[parts[0]] = parts.count > 1 ? parts[1] : ""
        return
      case .run(let line): try run(line, expected, &came)
      case .sit(let line): try sit(line, expected, &came)
      }
    } catch {
      differences.append("line \(expected.line): \(expected.lines[0])\n  \(error)")
    }
    guard came != expected else { return }
    played.steps[index] = came
    let old = expected.lines
    let new = came.lines
    let removed = old.dropFirst().filter { !new.contains($0) }.map { "  - " + $0 }
    let added = new.dropFirst().filter { !old.contains($0) }.map { "  + " + $0 }
    differences.append(
      (["line \(expected.line): \(old[0])"] + removed + added).joined(separator: "\n"))
  }

  private mutating func run(
    _ line: String, _ expected: Transcript.Step, _ came: inout Transcript.Step
  ) throws {
    let outcome = try home.sh(pattern.filled(line), with: settings)
    came.output = pattern.recorded(Self.lines(outcome.out), keeping: expected.output)
    came.errors = pattern.recorded(Self.lines(outcome.err), keeping: expected.errors)
    came.status = outcome.status
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.components(separatedBy: "\n")
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Plays a dialogue: stops at the first thing that does not come.
  private mutating func sit(
    _ line: String, _ expected: Transcript.Step, _ came: inout Transcript.Step
  ) throws {
    let typist = try home.typist(pattern.filled(line), with: settings)
    var script = expected.terminal[...]
    came.terminal = []
    while let event = script.popFirst() {
      switch event {
      case .types(let text, let hidden):
        do {
          try typeLine(pattern.filled(text), hidden: hidden, at: typist)
        } catch {
          came.terminal += seen(typist) + [event] + script
          throw error
        }
      case .shows(let text):
        // A prompt stands at the end of what is shown; anything else is a line.
        var isPrompt = false
        if case .types? = script.first { isPrompt = true }
        guard try sees(text, isPrompt: isPrompt, at: typist) else {
          // What was to follow is kept, for who records and corrects.
          came.terminal += seen(typist) + script
          typist.hangUp()
          return
        }
      }
      came.terminal.append(event)
    }
    came.status = try typist.finish()
    came.terminal += seen(typist)
  }

  private func typeLine(_ text: String, hidden: Bool, at typist: Typist) throws {
    if hidden { try typist.waitUntilHidden() }
    switch text {
    case "^C": typist.type("\u{3}")
    case "^D": typist.type("\u{4}")
    default: typist.type(text + "\n")
    }
    if !hidden, !text.isEmpty, !text.hasPrefix("^") { try typist.expect(text) }
  }

  private mutating func sees(
    _ text: String, isPrompt: Bool, at typist: Typist
  ) throws -> Bool {
    var pattern = pattern
    var end: Int?
    do {
      try typist.wait(within: .seconds(120)) { unread in
        let shown = unread.drop { $0 == "\n" }
        let line = String(shown.prefix { $0 != "\n" })
        let isWhole = line.count < shown.count
        guard isPrompt || isWhole else { return false }
        guard pattern.matches(text, line) || pattern.matches(text, line.trimmingSpaces) else {
          return isWhole
        }
        end = unread.utf8.count - shown.utf8.count + line.utf8.count
        return true
      }
    } catch { return false }
    guard let end else { return false }
    self.pattern = pattern
    typist.read(end)
    return true
  }

  /// What the terminal shows beyond what was expected, as expectations.
  private mutating func seen(_ typist: Typist) -> [Transcript.Step.Terminal] {
    let lines = typist.unread.components(separatedBy: "\n").filter { !$0.isEmpty }
    return pattern.recorded(lines, keeping: []).map { .shows($0) }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
