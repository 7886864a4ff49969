import Messages
import Profiles
import Sealing
import TestSupport
import Vaults

/// The messages about bindings and environments; those that ask a workspace have tests of their own.
enum PushStories {
  static let entries: [MessageKind: Stories.Entry] = [
    .bind: .tried([
      Story(
        "bind", on: Stage.bound,
        .call(BindProfiles(SelectorInput(words: ["beta"]), to: "eu")),
        .call(moved))
    ]),
    .unbind: .tried([
      Story("unbind", on: Stage.bound, .call(Unbind(one, deleteRemote: false)))
    ]),
    .setEnvironment: .tried([
      Story(
        "environment set", on: Stage.bound, .call(environment("prod", "alpha")),
        .call(environment("prod", "gone")), .call(environment("{name}-env", "{name}")))
    ]),
    .removeEnvironments: .tried([
      Story(
        "environment remove", on: Stage.bound, .call(environment("prod", "alpha")),
        .call(RemoveEnvironments(workspace: "eu", names: ["prod"], deleteRemote: true)))
    ]),
    .environments: .reads(.call(AskEnvironments())),
    .status: .reads(.call(AskStatus(RemoteSelection(all: true)))),
    .plan: .exempt(elsewhere),
    .beginPush: .exempt(elsewhere),
    .awaitPush: .exempt(elsewhere),
    .stopPush: .exempt(elsewhere),
    .adopt: .exempt("one transaction like that of bind, after a workspace was asked"),
    .beginChecks: .exempt("only events, each batch in one transaction"),
    .awaitChecks: .exempt("writes nothing"),
    .stopChecks: .exempt("writes nothing"),
    .tryFields: .exempt("only an event"),
    .provision: .exempt("only events; killed in between by ProvisionTests, with a server"),
    .cloudServices: .exempt("only an event"),
    .cloudKeys: .exempt("only an event"),
    .identifyCloudKey: .exempt("only an event"),
  ]

  private static let elsewhere = "killed at every point by PushCrashTests, with a server to push to"

  private static let one = RemoteSelection(words: ["eu/alpha"])

  private static var moved: BindProfiles {
    var call = BindProfiles(SelectorInput(words: ["beta"]), to: "eu")
    call.pattern = "alpha"
    call.replace = true
    return call
  }

  private static func environment(_ name: String, _ connection: String) -> SetEnvironment {
    SetEnvironment(
      workspace: "eu", name: name, sources: [NamedText("main", connection)])
  }
}

extension Stage {
  /// The usual profiles, a workspace, and one of them bound to it.
  static func bound() throws -> Stage {
    let stage = try usual()
    try stage.addWorkspace(at: "http://127.0.0.1:1", key: "no-key")
    try stage.bind(["alpha"])
    return stage
  }

  /// Logins whose tests a sandbox passes, some bound, an environment of two, and one that is to go.
  static func pushing(to url: String, key: String, count: Int) throws -> Stage {
    let stage = try usual()
    try stage.addWorkspace(at: url, key: key)
    let vault = try stage.open()
    let names = (0..<count).map { "push-\($0)" }
    for name in names {
      var new = NewProfile(name: try ProfileName(name), type: "snowflake")
      new.fields = [
        VersionField("account", .clear("xy.example")), VersionField("warehouse", .clear("w")),
        VersionField("database", .clear("d")), VersionField("username", .clear("ro")),
        VersionField("password", .secret(Secret(text: "secret of \(name)"))),
      ]
      _ = try vault.add(new, by: author, at: time)
    }
    try stage.bind(names)
    _ = try vault.setEnvironment(
      "prod", in: try ProfileName("eu"),
      to: [DataSource("main", names[0]), DataSource("other", names[1])], by: author, at: time)
    return stage
  }

  private func addWorkspace(at url: String, key: String) throws {
    var new = NewProfile(name: try ProfileName("eu"), type: "embeddable")
    new.fields = [
      VersionField("baseURL", .clear(url)), VersionField("apiKey", .secret(Secret(text: key))),
    ]
    _ = try open().add(new, by: Self.author, at: Self.time)
  }

  private func bind(_ names: [String]) throws {
    let selector = try Selector(words: names, labels: [], types: [], all: false)
    _ = try open().bind(
      NewBinding(selector, to: try ProfileName("eu")), isTrial: false, by: Self.author,
      at: Self.time)
  }
}
