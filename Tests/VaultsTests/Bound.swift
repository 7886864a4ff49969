import Auditing
import Profiles
import Sealing
import TestSupport
import Vaults

/// A vault with a workspace `eu` and logins that are bound to it under their own names.
struct Bound {
  let test: TemporaryVault
  static let place: [UInt8] = [1, 2, 3]

  init(_ names: String...) throws {
    test = try TemporaryVault()
    let vault = try test.open()
    var eu = NewProfile(name: try name("eu"), type: "embeddable")
    eu.fields = [
      VersionField("region", .clear("eu")), VersionField("apiKey", .secret(Secret(text: "key"))),
    ]
    _ = try vault.add(eu, by: author, at: later)
    for name in names {
      try vault.addLogin(name)
      try Self.bind(name, in: vault)
    }
  }

  static func bind(_ text: String, in vault: borrowing Vault) throws {
    _ = try vault.bind(
      NewBinding(try only(text), to: try name("eu")), isTrial: false, by: author, at: later)
  }

  static func print(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 32) }

  static func begun(_ action: Remote.Intent.Action, _ number: UInt8) -> RemoteChange.Step {
    .begun(
      Remote.Intent(action, fingerprint: print(number), version: 1, overrides: [:], at: later))
  }

  static func accepted(_ number: UInt8) -> RemoteChange.Step {
    .accepted(fingerprint: print(number), at: later)
  }
}

extension Vault {
  borrowing func remote(_ name: String) throws -> Remote? {
    try loadRemotes().remotes.map(\.remote).first { $0.name == name }
  }

  /// Writes steps down as a push does, at a place where it looked.
  borrowing func note(
    _ name: String, _ steps: RemoteChange.Step..., at place: [UInt8]? = Bound.place
  ) throws {
    guard let id = try remote(name)?.id else { return }
    try note(steps.map { RemoteChange(id, $0, at: place) }, by: author, at: later)
  }

  /// Sent, taken and tested.
  borrowing func noteSent(_ name: String, _ number: UInt8 = 1) throws {
    try note(
      name, .seen(Remote.Sighting(.missing, at: later)), Bound.begun(.create, number),
      Bound.accepted(number), .tested(Remote.Trial(.passed, of: Bound.print(number), at: later)))
  }

  borrowing func leave(_ name: String) throws {
    guard let id = try remote(name)?.id else { return }
    _ = try unbind([id], deleting: true, withEnvironments: false, by: author, at: later)
  }

  borrowing func actions() throws -> [String] {
    try events(limit: 100, before: nil, about: nil, by: author, at: later).map(\.action)
  }
}
