import Embeddable
import Profiles
import Sealing
@testable import Syncing
import TestSupport
import Testing
import Vaults

/// A plan says what can be known before anything is done.
@Suite struct ForesightTests {
  private let desk: Desk
  private let eu: ProfileName

  init() throws {
    desk = try Desk()
    eu = try ProfileName("eu")
  }

  private func items() throws -> [Item] {
    let vault = try desk.test.open()
    let prints = vault.fingerprintKey()
    return Items(try vault.loadRemotes()) { prints.fingerprint(of: $0.bytes, for: $1) }.all
  }

  private func set(_ environment: String, to connection: String) throws {
    _ = try desk.test.open().setEnvironment(
      environment, in: eu, to: [DataSource("main", connection)], by: TemporaryVault.author,
      at: Desk.time)
  }

  /// What a plan says of the environment, where these connections are there.
  private func decision(there: Set<String> = [], among all: [Item]) throws -> Decision {
    let environment = try #require(all.first { $0.remote.kind == .environment })
    var seen = Looking.Seen()
    seen.connections[environment.remote.workspace] = there
    for item in all { seen.realities[item.remote.id] = .missing }
    let foresight = Foresight(all, others: [], seen: seen)
    return try #require(foresight.decisions[environment.remote.id])
  }

  @Test func `an environment whose connection is made by the same push can be made`() throws {
    try set("prod", to: "ch")
    #expect(try decision(among: items()).action == .create)
  }

  @Test func `an environment of a connection that nobody makes cannot be made`() throws {
    try set("prod", to: "theirs")
    let decision = try decision(among: items())
    guard case .blocked(.refused, let hint) = decision.action else {
      Issue.record("\(decision)")
      return
    }
    #expect(decision.reasons == ["there is no connection theirs"])
    #expect(hint.contains("--as theirs"))
    #expect(try self.decision(there: ["theirs"], among: items()).action == .create)
  }

  @Test func `an environment of a connection that is not touched waits for its test`() throws {
    try set("prod", to: "ch")
    let all = try items()
    let connection = try #require(all.first { $0.remote.kind == .connection })
    let environment = try #require(all.first { $0.remote.kind == .environment })
    var seen = Looking.Seen()
    seen.realities[environment.remote.id] = .missing
    let foresight = Foresight([environment], others: [connection], seen: seen)
    let decision = try #require(foresight.decisions[environment.remote.id])
    guard case .blocked(.refused, _) = decision.action else {
      Issue.record("\(decision)")
      return
    }
    #expect(decision.reasons == ["waits for ch: new"])
  }
}
