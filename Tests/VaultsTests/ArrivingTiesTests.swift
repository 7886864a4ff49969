import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

/// Profiles that arrive with what binds them to workspaces.
@Suite struct ArrivingTiesTests {
  private let bound: Bound

  init() throws {
    bound = try Bound("old")
  }

  private func binding(
    to workspace: String, as pattern: String? = nil, _ overrides: [String: String] = [:]
  ) throws -> ArrivingBinding {
    ArrivingBinding(
      to: try name(workspace), as: try pattern.map { try RemotePattern($0) },
      overrides: overrides)
  }

  private func arrival(
    _ line: Int, _ new: NewProfile, _ bindings: ArrivingBinding...
  ) -> Arrival {
    var contents = Arrival.Contents(new)
    contents.bindings = bindings
    return Arrival(line: line, text: new.name.text, contents: .success(contents))
  }

  private func bring(
    _ vault: borrowing Vault, _ arrivals: Arrival..., rule: ArrivalRule = .fail,
    onTrial: Bool = false
  ) throws -> Arrived {
    try vault.bring(
      arrivals.map { (line: $0.line, name: $0.text) }, rule, onTrial: onTrial, from: "tests",
      by: author, at: later
    ) { body throws(VaultError) in
      for arrival in arrivals { try body(arrival) }
    }
  }

  private func workspace(_ text: String, accepts: String? = nil) throws -> NewProfile {
    var new = NewProfile(name: try name(text), type: "embeddable")
    new.fields = [
      VersionField("region", .clear("us")), VersionField("apiKey", .secret(Secret(text: "key"))),
    ]
    if let accepts { new.fields.append(VersionField("accepts", .clear(accepts))) }
    return new
  }

  @Test func `a profile is bound to a workspace that stands behind it, and to one that is there`()
    throws
  {
    let vault = try bound.test.open()
    var new = try login("a")
    try new.labels.set("tenant", to: "acme")
    let arrived = try bring(
      vault,
      arrival(
        1, new, try binding(to: "us", as: "{tenant}-x", ["database": "d"]), try binding(to: "eu")),
      arrival(2, try workspace("us", accepts: "tenant=acme")))
    #expect(arrived.problems == [])
    #expect(arrived.ties.map(\.workspace) == ["us", "eu"])
    #expect(arrived.ties.map(\.bound.connection) == ["acme-x", "a"])
    #expect(arrived.tieCounts == [.bound: 2])
    #expect(try vault.remote("acme-x")?.overrides == ["database": "d"])
    #expect(try vault.actions().count { $0 == "binding.made" } == 3)
    _ = try vault.verify(by: author, at: later)
    let reopened = try bound.test.open()
    #expect(try reopened.remote("a")?.name == "a")
  }

  @Test func `the same again changes nothing, and another override is a change`() throws {
    let vault = try bound.test.open()
    let first = arrival(1, try login("a"), try binding(to: "eu"))
    _ = try bring(vault, first)
    let before = try vault.actions().count
    let again = try bring(vault, first, rule: .update)
    #expect(again.counts == [.unchanged: 1] && again.tieCounts == [.unchanged: 1])
    // To look is itself on record, once.
    #expect(try vault.actions().count == before + 1)
    let other = arrival(1, try login("a"), try binding(to: "eu", ["database": "d"]))
    let changed = try bring(vault, other, rule: .update)
    #expect(changed.counts == [.unchanged: 1] && changed.tieCounts == [.changed: 1])
    #expect(try vault.actions().prefix(2) == ["vault.imported", "binding.changed"])
    #expect(try bring(vault, first, rule: .skip).tieCounts == [:])
    #expect(try vault.remote("a")?.overrides == ["database": "d"])
  }

  @Test func `a trial binds nothing`() throws {
    let vault = try bound.test.open()
    let tried = try bring(
      vault, arrival(1, try login("a"), try binding(to: "eu")), onTrial: true)
    #expect(tried.tieCounts == [.bound: 1])
    #expect(try vault.remote("a") == nil)
  }

  @Test func `each wrong binding has its line, and then nothing is written`() throws {
    let vault = try bound.test.open()
    _ = try vault.add(try workspace("strict", accepts: "stage=prod"), by: author, at: later)
    var secret = NewProfile(name: try name("free"), type: "secret")
    secret.fields = [VersionField("value", .secret(Secret(text: "v")))]
    let arrived = try bring(
      vault,
      arrival(1, try login("a"), try binding(to: "nowhere")),
      arrival(2, try login("b"), try binding(to: "old")),
      arrival(3, try login("c"), try binding(to: "eu", as: "old")),
      arrival(4, try login("d"), try binding(to: "strict")),
      arrival(5, try login("e"), try binding(to: "eu", ["host": "evil.example"])),
      arrival(6, secret, try binding(to: "eu")),
      arrival(7, try login("g"), try binding(to: "eu"), try binding(to: "eu", as: "g")),
      arrival(8, try login("h"), try binding(to: "eu", as: "{tenant}")),
      arrival(9, try login("i"), try binding(to: "eu", as: "i")))
    #expect(arrived.problems.map(\.line) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(
      arrived.problems.prefix(4).map(\.error) == [
        .unknownWorkspace("nowhere"), .notAWorkspace(name: "old", type: "clickhouse"),
        .connectionTaken(name: "old", workspace: "eu", by: "old"),
        .notAccepted(name: "d", workspace: "strict", label: "stage=prod"),
      ])
    #expect(try vault.remote("i") == nil)
    #expect(try vault.profiles(try everything()).map(\.name.text) == ["eu", "old", "strict"])
  }

  @Test func `what leaves says to what it is bound, but for what is to be deleted`() throws {
    let vault = try bound.test.open()
    _ = try bring(
      vault,
      arrival(
        1, try login("a"), try binding(to: "eu", as: "z", ["database": "d"]), try binding(to: "eu"))
    )
    try vault.noteSent("old")
    try vault.leave("old")
    var seen: [String: [String]] = [:]
    _ = try vault.leave(
      try everything(), withSecrets: false, how: "tests", by: author, at: later
    ) { item throws(VaultError) in
      seen[item.profile.name.text] = item.bindings.map {
        "\($0.workspace)/\($0.connection) \($0.overrides)"
      }
    }
    #expect(seen == ["a": ["eu/a [:]", "eu/z [\"database\": \"d\"]"], "eu": [], "old": []])
  }
}
