import Faults
import Messages

/// A story with the states that it goes through: before its first question, and after each.
struct Course: Sendable {
  let story: Story
  let stage: Stage
  let states: [[String]]
  let clean: Play

  init(_ story: Story) throws {
    self.story = story
    stage = try story.stage()
    states = try (0...story.asks.count).map { [stage] count in
      let copy = try stage.copy()
      if count > 0 { try Play.run(story, on: copy, .count, asks: count) }
      return try Snapshot.of(copy)
    }
    clean = try Play.run(story, on: try stage.copy(), .count)
    guard clean.answered == story.asks.count else {
      throw Broken("\(story.name) does not go well: \(String(describing: clean.refusal))")
    }
  }

  /// Those of all messages, gone through once.
  static func all() async throws -> [Course] { try await Trials.aside { try gone.get() } }

  private static let gone = Result { try Stories.all.map(Course.init) }

  /// The first step that is the story's own, after its vault was opened.
  var first: Int { story.opening != nil && story.asks.count > 1 ? clean.marks[0] + 1 : 1 }
  var last: Int { clean.steps.utf8.count }

  /// The steps of its own at which something of these kinds happens.
  func points(of kinds: Set<Step> = Set(Step.allCases)) -> [Int] {
    zip(1..., clean.steps).filter { number, letter in
      number >= first && kinds.contains { $0.rawValue == String(letter) }
    }.map(\.0)
  }

  /// The same, counted among the steps of these kinds only.
  func ordinals(of kinds: Set<Step>) -> Range<Int> {
    let before = clean.steps.prefix(first - 1).filter { letter in
      kinds.contains { $0.rawValue == String(letter) }
    }.count
    return before + 1..<before + points(of: kinds).count + 1
  }

  /// Plays it once more on a disk that breaks, and says what is wrong afterwards.
  func findings(_ deed: Plan.Deed) -> [String] {
    do {
      let copy = try stage.copy()
      let play = try Play.run(story, on: copy, deed)
      let isPowerCut = if case .cutPower = deed { true } else { false }
      var findings = try copy.leftovers(afterPowerCut: isPowerCut).map { "left behind: \($0)" }
      findings += judge(play, deed)
      do {
        findings += judge(try Snapshot.of(copy), after: play, deed)
      } catch {
        findings.append("\(error)")
      }
      return findings.map { "\(story.name), \(deed): \($0)" }
    } catch {
      return ["\(story.name), \(deed): could not be tried: \(error)"]
    }
  }

  /// What was said, and how the agent ended.
  private func judge(_ play: Play, _ deed: Plan.Deed) -> [String] {
    var findings: [String] = []
    if play.ending == .hung { findings.append("did not end") }
    if let refusal = play.refusal, ![.storage, .partly].contains(refusal.status) {
      findings.append("refused with \(refusal)")
    }
    if let refusal = play.refusal, refusal.hint.isEmpty { findings.append("no remedy: \(refusal)") }
    if case .fail = deed {
      if play.ending != .exited(0) { findings.append("ended by \(play.ending)") }
      if play.answered < story.asks.count, play.refusal == nil {
        findings.append("there was no answer to question \(play.answered + 1)")
      }
    }
    return findings
  }

  private func judge(_ state: [String], after play: Play, _ deed: Plan.Deed) -> [String] {
    var state = state
    var states = states
    if case .fail = deed {
      // A session ends and a refusal stays one, also where that cannot be written down.
      let optional = ["event session.ended ", "event scope.denied ", "event unlock.refused "]
      let isFixed = { (line: String) in !optional.contains { line.hasPrefix($0) } }
      state = state.filter(isFixed)
      states = states.map { $0.filter(isFixed) }
    }
    // What was acknowledged is there, also where only its traces could not be swept away.
    let done = play.answered + (play.refusal?.status == .partly ? 1 : 0)
    if states[done...].contains(state) { return [] }
    if let early = states.prefix(done).firstIndex(of: state) {
      return ["\(done) were acknowledged, but only \(early) are there"]
    }
    let nearest = states.map { Set($0).symmetricDifference(state).sorted() }
      .min { $0.count < $1.count }
    return ["a half state: \(nearest ?? [])"]
  }
}

/// A course and what happens to the disk in it.
struct Trial: Sendable {
  let course: Course
  let deed: Plan.Deed

  /// Every finding of all trials.
  static func run(_ trials: [Trial]) async -> [String] {
    await Trials.run(trials) { $0.course.findings($0.deed) }.sorted()
  }
}
