import Foundation
import Profiles
import Sealing
import TestSupport
import Vaults

/// A vault with a bit of everything in it, for those who attack it.
struct Scene {
  let test: TemporaryVault
  /// The ids of the profiles, as SQL writes bytes.
  let ids: [String: String]
  static let secrets = [("a", "a-two"), ("b", "b-one"), ("c", "c-one")]

  /// `a` has two versions, `c` is changed via `b`, `d` was removed.
  init(withPassphrase: Bool = false) throws {
    let words = NamedKey("words", .passphrase(Secret(text: "words"), .floor))
    test = try TemporaryVault(besides: withPassphrase ? [words] : [])
    let vault = try test.open()
    for text in ["a", "b", "c", "d"] { try vault.addLogin(text, password: text + "-one") }
    try vault.setPassword(of: "a", to: "a-two")
    var via = try change("c")
    via.via = .some(try name("b"))
    _ = try vault.change(via, by: author, at: later)
    try vault.remove([try name("d")], by: author, at: later)
    var ids: [String: String] = [:]
    for removed in [false, true] {
      for profile in try vault.profiles(try everything(), removed: removed) {
        ids[profile.name.text] = "x'\(profile.id)'"
      }
    }
    self.ids = ids
  }

  func id(_ text: String) -> String { ids[text] ?? "NULL" }

  /// What a person does, and where the attack is seen.
  enum Stage: Int, CaseIterable {
    case open, unlock, get, list, log, verify
  }

  /// Does it all until something is refused.
  func walk() -> (stage: Stage, error: VaultError)? {
    for stage in Stage.allCases {
      if let error = failure({ try go(through: stage) }) { return (stage, error) }
    }
    return nil
  }

  private func go(through stage: Stage) throws {
    if stage == .open {
      _ = try LockedVault(path: test.path)
      return
    }
    let vault = try test.open()
    switch stage {
    case .open, .unlock: break
    case .get:
      for (name, secret) in Self.secrets {
        let found = try vault.password(of: name)
        guard found == secret else { throw Stranger.Failed(text: "\(name) gave a wrong secret") }
      }
    case .list:
      _ = try vault.profiles(try everything())
      _ = try vault.profiles(try everything(), removed: true)
      _ = try vault.masked(try everything(), version: nil)
    case .log:
      _ = try vault.events(limit: 1_000, before: nil, about: nil, by: author, at: later)
    case .verify: _ = try vault.verify(by: author, at: later)
    }
  }
}
