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
    .reportCompromise: .tried([
      Story(
        "compromised", .call(ReportCompromise(SelectorInput(words: ["alpha", "beta"]), cause: "x")))
    ]),
    .settleCompromise: .tried([
      Story(
        "compromised --settled",
        .call(ReportCompromise(SelectorInput(words: ["alpha"]), cause: "x")),
        .call(SettleCompromise(SelectorInput(words: ["alpha"]))))
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
