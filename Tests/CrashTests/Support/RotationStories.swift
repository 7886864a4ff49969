import Faults
import Messages
import Profiles
import Sealing
import TestSupport
import Vaults

/// The messages about rotations and policies; those that change a secret have tests of their own.
enum RotationStories {
  static let entries: [MessageKind: Stories.Entry] = [
    .beginRotation: .exempt(elsewhere),
    .awaitRotation: .exempt(elsewhere),
    .stopRotation: .exempt(elsewhere),
    .rotations: .reads(.call(AskRotations())),
    .due: .reads(.call(AskDue(SelectorInput(all: true)))),
    .abandonRotation: .tried([
      Story("rotation abandon", on: Stage.rotating, .call(AbandonRotation("alpha")))
    ]),
    .setPolicy: .tried([
      Story("policy", .call(policy(every: 86_400)), .call(policy(every: nil)))
    ]),
  ]

  private static let elsewhere = "killed at every point by RotationCrashTests, with real servers"

  private static func policy(every: Int64?) -> SetPolicy {
    var call = SetPolicy(SelectorInput(words: ["alpha", "beta"]))
    call.every = every
    call.window = every == nil ? nil : "02:00-04:00"
    call.isCleared = every == nil
    return call
  }
}

extension Stage {
  /// Rotates with an agent whose disk goes by the plan, and waits for the end.
  func rotate(_ name: String, _ deed: Plan.Deed, _ work: BeginRotation.Work) throws {
    let subject = try Subject.start(Plan(deed, record: record))
    try subject.run(on: self) { talk, _ in
      let begun = try talk.ask(BeginRotation(work, SelectorInput(words: [name])))
      guard let token = begun.token else { return }
      var seen = 0
      while true {
        let progress = try talk.ask(AwaitRotation(token: token, seen: seen))
        if let failure = progress.failure { throw failure }
        if progress.isOver { return }
        seen += progress.steps.count
      }
    }
  }

  /// The usual profiles, one of them about to get another password.
  static func rotating() throws -> Stage {
    let stage = try usual()
    let vault = try stage.open()
    let selector = try Selector(words: ["alpha"], labels: [], types: [], all: false)
    let profiles = try vault.profiles(selector)
    _ = try vault.begin(
      NewChangeover(
        .assisted, of: profiles.map(\.id),
        fields: [VersionField("password", .secret(Secret(text: "next")))]),
      by: author, at: time)
    return stage
  }
}
