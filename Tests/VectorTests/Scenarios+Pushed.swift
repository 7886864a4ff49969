import Auditing
import Profiles
import Sealing
import Storage
import TestSupport
import Vaults

/// What is known of workspaces: every kind of object, and every part that one may have.
extension Scenario {
  static let pushed: [Scenario] = [
    Scenario("remotes", "connections, environments and a template in every state") {
      try Made(try bound())
    },
    Scenario("remotes-rotated", "the same after the vault key was renewed, and one was deleted") {
      let workshop = try bound()
      var vault = try workshop.open()
      _ = try vault.rotate(keeping: .all, by: Workshop.author, at: workshop.now())
      let ids = try remotes(in: vault)
      if let adopted = ids["adopted"] {
        _ = try vault.unbind(
          [adopted], deleting: true, withEnvironments: false, by: Workshop.author,
          at: workshop.now())
      }
      try note(ids["adopted"], [.gone], in: vault, workshop)
      return try Made(workshop)
    },
  ]

  static let tamperedRemotes: [Scenario] = [
    tampered(
      "remote-flipped", "a bit of a remote object", of: bound, changed("remote", "sealed", 60)),
    tampered(
      "remote-deleted", "a remote object's row", of: bound,
      "DELETE FROM remote WHERE id = (SELECT min(id) FROM remote)"),
    tampered(
      "remote-moved", "connections are said to be of another profile", of: bound,
      "UPDATE remote SET profile = workspace WHERE profile IS NOT NULL"),
    tampered(
      "remotes-swapped", "remote objects have each other's contents", of: bound,
      """
      CREATE TEMP TABLE t AS SELECT id, lead(sealed, 1) OVER (ORDER BY id) AS other FROM remote;
      UPDATE remote SET sealed = coalesce((SELECT other FROM t WHERE t.id = remote.id), sealed)
      """),
    Scenario("remote-replayed", expect: 9, "remote objects as they were before the last step") {
      let workshop = try bound()
      let connection = try Connection(path: workshop.path, mode: .readWrite)
      try connection.execute("CREATE TEMP TABLE old_remote AS SELECT * FROM remote")
      let vault = try workshop.open()
      try note(
        try remotes(in: vault)["sent"], [.tested(Remote.Trial(.passed, of: fingerprint(1), at: 1))],
        in: vault, workshop)
      try connection.execute("DELETE FROM remote; INSERT INTO remote SELECT * FROM old_remote")
      return try Made(workshop)
    },
  ]

  @Sendable private static func bound() throws -> Workshop {
    let workshop = try plain()
    let vault = try workshop.open()
    try vault.add("eu", at: workshop.now()) { profile in
      profile = NewProfile(name: profile.name, type: "embeddable")
      profile.fields = [
        VersionField("region", .clear("eu")), VersionField("apiKey", .secret(Secret(text: "k3y"))),
      ]
    }
    let names = ["new", "sent", "failed", "drifted", "adopted", "lost", "leaving"]
    for name in names {
      var new = NewBinding(
        try Selector(words: ["prod"], labels: [], types: [], all: false),
        to: try ProfileName("eu"))
      new.pattern = try RemotePattern(name)
      if name == "drifted" { new.overrides = ["database": "gr\u{fc}n"] }
      _ = try vault.bind(new, isTrial: false, by: Workshop.author, at: workshop.now())
    }
    for (name, connection) in [("acme-prod", "sent"), ("{tenant}", "{name}")] {
      _ = try vault.setEnvironment(
        name, in: try ProfileName("eu"), to: [DataSource("main", connection)],
        by: Workshop.author, at: workshop.now())
    }
    let ids = try remotes(in: vault)
    let sent = ["sent", "failed", "drifted", "leaving", "acme-prod"]
    for (number, name) in sent.enumerated() {
      try note(
        ids[name],
        [
          .begun(intent(.create, UInt8(number))),
          .accepted(fingerprint: fingerprint(UInt8(number)), at: Workshop.start),
        ],
        in: vault, workshop)
    }
    try note(
      ids["sent"], [.tested(Remote.Trial(.passed, of: fingerprint(0), at: Workshop.start))],
      in: vault,
      workshop)
    try note(
      ids["failed"],
      [
        .tested(
          Remote.Trial(.failed(cause: "no such user"), of: fingerprint(1), at: Workshop.start))
      ],
      in: vault, workshop)
    let drifted = Remote.Sighting(.drifted(fields: ["host", "ssl.ca"]), at: Workshop.start)
    try note(ids["drifted"], [.seen(drifted)], in: vault, workshop)
    try note(ids["adopted"], [.adopted], in: vault, workshop)
    let lost = Remote.Sighting(.unreachable(cause: "nobody answers"), at: Workshop.start)
    try note(
      ids["lost"], [.begun(intent(.update, 9)), .unclear(cause: "no answer"), .seen(lost)],
      in: vault, workshop)
    if let leaving = ids["leaving"] {
      _ = try vault.unbind(
        [leaving], deleting: true, withEnvironments: false, by: Workshop.author,
        at: workshop.now())
    }
    return workshop
  }

  private static func remotes(in vault: borrowing Vault) throws -> [String: RemoteID] {
    let remotes = try vault.loadRemotes().remotes.map(\.remote)
    return Dictionary(remotes.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  private static func note(
    _ id: RemoteID?, _ steps: [RemoteChange.Step], in vault: borrowing Vault, _ workshop: Workshop
  ) throws {
    guard let id else { return }
    try vault.note(
      steps.map { RemoteChange(id, $0) }, by: Workshop.author, at: workshop.now())
  }

  private static func intent(_ action: Remote.Intent.Action, _ number: UInt8) -> Remote.Intent {
    Remote.Intent(
      action, fingerprint: fingerprint(number), version: 1, overrides: [:], at: Workshop.start)
  }

  private static func fingerprint(_ number: UInt8) -> [UInt8] {
    Array(repeating: number, count: 32)
  }
}
