import Testing

@testable import Probing

/// What the `ssl` field of a profile leaves open is said beside every verdict.
@Suite struct TLSWishTests {
  private func remarks(_ ssl: String, host: String = "db.example") -> [String] {
    TLSWish(Subject(type: "postgres", fields: ["host": host, "ssl": ssl], secrets: [:])).remarks
  }

  @Test func `a channel on which somebody else may answer is named`() {
    #expect(remarks("true").isEmpty && remarks("{}").isEmpty)
    #expect(remarks("false").map { $0.contains("encrypted") } == [true])
    #expect(remarks(#"{"rejectUnauthorized":false}"#).map { $0.contains("verified") } == [true])
  }

  @Test func `nobody is in between on this very machine, but a name may lead elsewhere`() {
    for host in ["127.0.0.1", "::1"] { #expect(remarks("false", host: host).isEmpty) }
    #expect(remarks("false", host: "localhost").count == 1)
  }

  @Test func `what is not understood is verified, and said`() {
    #expect(remarks("maybe").map { $0.contains("the certificate was verified") } == [true])
  }
}
