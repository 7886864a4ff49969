import Sealing
import Testing

@testable import Querying

/// The vectors were computed by another language's hashes, from MySQL's own description.
@Suite struct MySQLAnswerTests {
  private static let challenge = [UInt8](1...20)

  private static func hex(_ answer: borrowing SecretBytes) -> String {
    let digits = OldDigests.hex(answer.bytes)
    var text = ""
    for index in 0..<digits.count {
      text.unicodeScalars.append(Unicode.Scalar(digits.bytes[index]))
    }
    return text
  }

  @Test func `caching_sha2_password is answered as servers of version 8 expect`() {
    let answer = Self.hex(MySQLAnswer.cachingSHA2("secret".utf8.span, Self.challenge))
    #expect(answer == "746ebe205d56a0707acb3e796e834e0dd7b1d61743b26bd5202c7a623230c7c9")
  }

  @Test func `mysql_native_password is answered as older servers expect`() throws {
    let answer = Self.hex(try MySQLAnswer.native("secret".utf8.span, Self.challenge))
    #expect(answer == "b32bb3a583e1340c0a1108d58b1be49781ad8c2f")
  }

  @Test func `no password is answered with nothing`() throws {
    let counts = [
      MySQLAnswer.cachingSHA2("".utf8.span, Self.challenge).count,
      try MySQLAnswer.native("".utf8.span, Self.challenge).count,
    ]
    #expect(counts == [0, 0])
  }

  @Test func `a digest that the system does not offer is an error, and no empty answer`() {
    #expect(throws: DigestMissing(name: "SHA-1")) {
      let digest = try unsafe OldDigests.digest("SHA-1", of: "secret".utf8.span, size: 20) {
        _, _, _ in 0
      }
      Issue.record("\(digest.count) bytes")
    }
  }
}
