import Profiles
import Sealing
@testable import Syncing
import TestSupport
import Testing
import Vaults

/// What becomes of logins that can do more than read.
@Suite struct WriterRuleTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func decision() throws -> Decision {
    let vault = try desk.test.open()
    let prints = vault.fingerprintKey()
    let id = try #require(try desk.item().remote.profile)
    let writer = Item.Block(reason: "it writes", hint: "coffer check ch")
    let items = Items(try vault.loadRemotes(), refusing: [id: writer]) {
      prints.fingerprint(of: $0.bytes, for: $1)
    }
    return Decision.of(try #require(items.all.first), .missing)
  }

  @Test func `only a workspace that refuses writers does not get them`() throws {
    #expect(try decision().action == .create)
    for rule in WriterRule.allCases {
      try desk.set("eu", VersionField("writers", .clear(rule.rawValue)))
      let decision = try self.decision()
      guard rule == .refuse else {
        #expect(decision.action == .create, "\(rule)")
        continue
      }
      #expect(decision.action == .blocked(status: .invalid, hint: "coffer check ch"))
      #expect(decision.reasons == ["it writes"])
    }
  }

  @Test func `what it lacks is said before what it may do`() throws {
    try desk.set(
      "eu", VersionField("writers", .clear("refuse")),
      VersionField("accepts", .clear("stage=prod")))
    #expect(try decision().reasons == ["'eu' accepts only stage=prod"])
  }
}
