import Keeping
import Messages
import Testing

/// What the agent believes of an export of the log, whatever a client says of it.
@Suite(.timeLimit(.minutes(10))) struct AuditExportMessagesTests {
  private func read(_ client: Client) async throws {
    while try await !client.ask(ReadAuditExport()).isLast {}
  }

  private func end(_ begun: AuditExportBegun, plus more: Int64 = 0) -> EndAuditExport {
    EndAuditExport(
      after: begun.after, last: begun.last + more, name: "log.ndjson", digest: "none")
  }

  private func export(_ client: Client, after: Int64?, _ filter: EventFilter = EventFilter())
    async throws -> AuditExportBegun
  {
    let begun = try await client.ask(BeginAuditExport(after: after, filter: filter))
    try await read(client)
    _ = try await client.ask(end(begun))
    return begun
  }

  @Test func `an export has ended only where it was read to its end, and once`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let none = EndAuditExport(after: 0, last: 1, name: "log.ndjson", digest: "none")
    #expect(await client.refusal(of: none)?.status == .usage)
    let begun = try await client.ask(BeginAuditExport(after: 0))
    #expect(await client.refusal(of: end(begun))?.status == .usage)
    try await read(client)
    #expect(await client.refusal(of: end(begun, plus: 1))?.status == .usage)
    _ = try await client.ask(end(begun))
    #expect(await client.refusal(of: end(begun))?.status == .usage)
    let events = try await place.events().filter { $0.action == "audit.exported" }
    #expect(events.map { $0.values("head") } == [[String(begun.last)]])
  }

  @Test func `the next one goes on only from those that left nothing out`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let first = try await export(client, after: 0)
    var filter = EventFilter()
    filter.actions = ["profile.added"]
    let part = try await export(client, after: nil, filter)
    #expect(part.after == first.last)
    let gap = try await export(client, after: first.last + 1)
    #expect(gap.last > first.last)
    let next = try await export(client, after: nil)
    #expect(next.after == first.last)
    #expect(try await client.ask(BeginAuditExport(after: nil)).after == next.last)
  }
}
