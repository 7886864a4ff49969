import Embeddable
import Profiles
@testable import Syncing
import Testing
import Vaults

/// A workspace that is at another place than it was.
@Suite struct PlaceTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.send()
  }

  @Test func `what was sent to one place is not in sync at another`() throws {
    #expect(RemoteState.of(try desk.item()).word == .inSync)
    try desk.set("eu", VersionField("region", .clear("us")))
    let item = try desk.item()
    #expect(RemoteState.of(item).word == .unknown)
    #expect(Decision.of(item, .missing).action == .create)
    guard case .blocked(.needsPerson, _) = Decision.of(item, .connection(drift: [])).action else {
      Issue.record("somebody else's there is taken for ours")
      return
    }
  }

  @Test func `a look at the other place is written down, one that failed is not`() throws {
    try desk.set("eu", VersionField("region", .clear("us")))
    let failed = EmbeddableError.broken(status: 500, Complaint("no"))
    try desk.note(RemoteChange(seeing: .unreachable(failed), of: try desk.item(), at: 1))
    try desk.set("eu", VersionField("region", .clear("eu")))
    #expect(try desk.item().remote.ownership == .created)
    try desk.set("eu", VersionField("region", .clear("us")))
    try desk.note(RemoteChange(seeing: .connection(drift: []), of: try desk.item(), at: 1))
    #expect(RemoteState.of(try desk.item()).word == .foreign)
    // And so it is where it came from: what is there was not looked at since.
    try desk.set("eu", VersionField("region", .clear("eu")))
    #expect(RemoteState.of(try desk.item()).word == .unknown)
  }

  @Test func `the same place in other words is the same`() throws {
    try desk.set(
      "eu", VersionField("baseURL", .clear("https://api.eu.embeddable.com/")), without: ["region"])
    #expect(RemoteState.of(try desk.item()).word == .inSync)
  }

  @Test func `a saved plan is for one place`() throws {
    try desk.note(RemoteChange(try desk.item().remote.id, .seen(Remote.Sighting(.missing, at: 1))))
    let item = try desk.item()
    let seen = [item.remote.id: Reality.missing]
    let plan = SavedPlan([item], seen)
    #expect(plan.moved([try desk.item()], seen).isEmpty)
    try desk.set("eu", VersionField("region", .clear("us")))
    #expect(plan.moved([try desk.item()], seen) == ["eu/ch"])
  }
}
