import Foundation
import Sealing
import Testing

@testable import Probing

@Suite struct VerifierTests {
  /// Computed by another language's hashes, from the password and salt of RFC 7677.
  @Test func `a verifier is what PostgreSQL keeps`() throws {
    let salt = try #require(Data(base64Encoded: "W22ZaJ0SNY7soEsUEjb6gQ=="))
    let verifier = PostgresMaker.verifier(secret("pencil"), salt: Array(salt))
    var bytes: [UInt8] = []
    for index in 0..<verifier.count { bytes.append(verifier.bytes[index]) }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")
  }
}
