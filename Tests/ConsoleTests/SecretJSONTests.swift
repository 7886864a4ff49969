import Console
import Foundation
import Messages
import Sealing
import Testing

@Suite struct SecretJSONTests {
  private func printed(_ pieces: [SecretJSON.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .secret(let secret):
        (SecretText.isText(secret.span)
          ? SecretText.json(secret.span) : SecretText.base64(secret.span)).text
      }
    }.joined()
  }

  @Test func `secrets go into their own places`() throws {
    var json = SecretJSON()
    let secrets = [Secret("s\"1"), Secret(SecretBytes(copying: ([0xFF, 0x00] as [UInt8]).span))]
    let fields = [
      ShownField(name: "z", isSecret: true, attachment: 0),
      ShownField(name: "a", isSecret: true, attachment: 1),
      ShownField(name: "m", isSecret: false, text: "clear"),
      ShownField(name: "n", isSecret: true),
    ]
    var values: [String: FieldValue] = [:]
    for field in fields { values[field.name] = try json.value(of: field, secrets) }
    #expect(
      printed(try json.pieces(of: values))
        == #"{"a":{"base64":"/wA=","secret":true},"m":{"secret":false,"value":"clear"},"#
        + #""n":{"secret":true},"z":{"secret":true,"value":"s\"1"}}"#)
  }

  @Test func `the text that is encoded holds no secret`() throws {
    var json = SecretJSON()
    let field = ShownField(name: "password", isSecret: true, attachment: 0)
    let value = try json.value(of: field, [Secret("hunter2")])
    for case .text(let text) in try json.pieces(of: ["password": value]) {
      #expect(!text.contains("hunter2"))
    }
  }

  @Test func `an attachment that did not come is no value`() {
    var json = SecretJSON()
    let field = ShownField(name: "password", isSecret: true, attachment: 1)
    #expect(throws: Failure.self) { try json.value(of: field, [Secret("hunter2")]) }
  }
}
