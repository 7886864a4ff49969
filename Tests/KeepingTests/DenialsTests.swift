@testable import Keeping
import Messages
import Testing

@Suite struct DenialsTests {
  @Test func `writes the first at once and then one a minute with a count`() {
    var denials = Denials()
    #expect(denials.count(.reveal, at: .seconds(0)) == 1)
    for second in 1..<60 { #expect(denials.count(.reveal, at: .seconds(second)) == nil) }
    #expect(denials.count(.reveal, at: .seconds(60)) == 60)
    #expect(denials.count(.reveal, at: .seconds(61)) == nil)
  }

  @Test func `counts each kind on its own`() {
    var denials = Denials()
    #expect(denials.count(.reveal, at: .zero) == 1)
    #expect(denials.count(.change, at: .zero) == 1)
    #expect(denials.count(.change, at: .zero) == nil)
    let rest = denials.takeRest()
    #expect(rest.map(\.kind) == [.change] && rest.map(\.count) == [1])
    #expect(denials.takeRest().isEmpty)
  }
}
