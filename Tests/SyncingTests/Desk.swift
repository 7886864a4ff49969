import Profiles
import Sealing
@testable import Syncing
import TestSupport
import Testing
import Vaults

/// A vault with one login bound to a workspace, and its objects as a push sees them.
struct Desk {
  let test: TemporaryVault
  static let time = TemporaryVault.time + 1_000

  init() throws {
    test = try TemporaryVault()
    let vault = try test.open()
    var workspace = NewProfile(name: try ProfileName("eu"), type: "embeddable")
    workspace.fields = [
      VersionField("region", .clear("eu")), VersionField("apiKey", .secret(Secret(text: "key"))),
    ]
    _ = try vault.add(workspace, by: TemporaryVault.author, at: Self.time)
    var login = NewProfile(name: try ProfileName("ch"), type: "clickhouse")
    login.fields = [
      VersionField("host", .clear("db.example")), VersionField("username", .clear("reader")),
      VersionField("password", .secret(Secret(text: "one"))),
    ]
    _ = try vault.add(login, by: TemporaryVault.author, at: Self.time)
    try bind()
  }

  func bind() throws {
    _ = try test.open().bind(
      NewBinding(
        try Selector(words: ["ch"], labels: [], types: [], all: false),
        to: try ProfileName("eu")), isTrial: false, by: TemporaryVault.author, at: Self.time)
  }

  func item() throws -> Item {
    let vault = try test.open()
    let prints = vault.fingerprintKey()
    let items = Items(try vault.loadRemotes()) { prints.fingerprint(of: $0.bytes, for: $1) }
    return try #require(items.all.first)
  }

  func note(_ changes: RemoteChange...) throws {
    try test.open().note(changes, by: TemporaryVault.author, at: Self.time)
  }

  /// As after a push whose test ended so.
  func send(_ verdict: Remote.Trial.Verdict = .passed) throws {
    let item = try item()
    let id = item.remote.id
    try note(
      RemoteChange(seeing: .missing, of: item, at: Self.time),
      RemoteChange(
        id,
        .begun(
          Remote.Intent(
            .create, fingerprint: item.fingerprint, version: item.version, overrides: [:],
            at: Self.time))),
      RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: Self.time)),
      RemoteChange(id, .tested(Remote.Trial(verdict, of: item.fingerprint, at: Self.time))))
  }

  func set(_ profile: String, _ fields: VersionField..., without unset: [String] = []) throws {
    var change = ProfileChange(name: try ProfileName(profile))
    change.fields = fields
    change.unset = unset
    change.keepsSecret = true
    _ = try test.open().change(change, by: TemporaryVault.author, at: Self.time)
  }
}
