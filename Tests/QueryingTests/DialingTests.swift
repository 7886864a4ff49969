import Testing

@testable import Querying

@Suite struct DialingTests {
  @Test func `an address that is silent leaves time for the others`() {
    let now = ContinuousClock.now
    let end = now + .seconds(9)
    #expect(Dialing.deadline(end, now: now, addresses: 3) == now + .seconds(3))
    #expect(Dialing.deadline(end, now: now + .seconds(3), addresses: 2) == now + .seconds(6))
    #expect(Dialing.deadline(end, now: now + .seconds(6), addresses: 1) == end)
  }
}
