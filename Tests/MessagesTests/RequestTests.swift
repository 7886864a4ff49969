import Foundation
import Messages
import Testing

@Suite struct RequestTests {
  @Test func `a request survives the journey`() throws {
    var add = AddProfile(name: "acme", type: "postgres")
    add.fields = [
      FieldInput("host", .text("db.example")), FieldInput("password", .attachment(0)),
    ]
    let request = Request(add.message, claim: Claim(program: "coffer", parent: "bash"))
    let data = try JSONEncoder().encode(request)
    let back = try JSONDecoder().decode(Request.self, from: data)
    guard case .add(let call) = back.message else {
      Issue.record("another message arrived")
      return
    }
    #expect(call.name == "acme")
    #expect(call.fields == add.fields)
    #expect(back.claim == request.claim)
  }

  @Test func `the version can be read from a request whose message is unknown`() throws {
    let text = #"{"version":99,"build":"9.9","claim":{},"message":{"dance":{}}}"#
    let read = try JSONDecoder().decode(RequestVersion.self, from: Data(text.utf8))
    #expect(read.version == 99)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Request.self, from: Data(text.utf8))
    }
  }

  @Test func `a failure arrives with its status, hint and candidates`() throws {
    let failure = Failure(
      .notFound, "no profile is named 'pordn'", hint: "'coffer list' shows the names",
      unknown: "pordn", known: ["prod"])
    let reply = Reply<Nothing>.failure(failure)
    let back = try JSONDecoder().decode(
      Reply<Nothing>.self, from: try JSONEncoder().encode(reply))
    guard case .failure(let found) = back else {
      Issue.record("no failure arrived")
      return
    }
    #expect(found == failure)
  }
}
