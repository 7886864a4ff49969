import Profiles
import Sealing
import Syncing
import TestSupport
import Testing
import Vaults

/// What is said of a connection that was looked at.
@Suite struct DriftTests {
  static let fields = [
    VersionField("host", .clear("db.acme.example")), VersionField("port", .clear("5432")),
    VersionField("user", .clear("ro")), VersionField("database", .clear("bücher \"1\"")),
    VersionField("ssl", .clear("{\"rejectUnauthorized\":false}")),
    VersionField("x.pool.name", .clear("größe")),
    VersionField("password", .secret(Secret(text: "hunter22"))),
  ]

  private func body() throws -> WireBody {
    try #require(WireBody(type: "postgres", fields: Self.fields, overrides: [:]))
  }

  @Test func `what was sent is not drifted, whatever letters it has`() throws {
    let body = try body()
    #expect(Drift.fields(of: Secret(body.bytes()), against: body) == [])
    let escaped = Secret(body.bytes()).text
      .replacing("ü", with: "\\u00fc").replacing("hunter22", with: "hidden")
    #expect(Drift.fields(of: Secret(text: escaped), against: body) == [])
    let other = Secret(body.bytes()).text.replacing("ü", with: "u")
    #expect(Drift.fields(of: Secret(text: other), against: body) == ["database"])
  }

  @Test func `a long text is not looked at, however it is written`() throws {
    let long = String(repeating: "ü", count: 3_000)
    let fields =
      Self.fields.filter { $0.name != "database" } + [VersionField("database", .clear(long))]
    let body = try #require(WireBody(type: "postgres", fields: fields, overrides: [:]))
    #expect(Drift.fields(of: Secret(body.bytes()), against: body) == [])
    let escaped = Secret(body.bytes()).text.replacing("ü", with: "\\u00fc")
    #expect(Drift.fields(of: Secret(text: escaped), against: body) == [])
  }

  @Test func `a far side does not decide how many names are kept`() throws {
    let body = try body()
    let more = (0..<1_000).map { "\"k\($0)\":\($0)," }.joined()
    let answer = Secret(body.bytes()).text
      .replacing("\"credentials\":{", with: "\"credentials\":{" + more)
    let names = try #require(Drift.fields(of: Secret(text: answer), against: body))
    #expect(names.count == 17)
    #expect(names.last == "and 984 more")
  }

  @Test func `what stands in the place of a secret is never taken out`() {
    let json = Secret(
      text:
        #"{"type":"t","credentials":{"who":"seen","auth":{"who":"theirs"},"list":[{"who":"a"}]}}"#)
    let paths = [["credentials", "auth", "who"], ["credentials", "list", "who"]]
    let top = Shape.read(json.span, hiding: paths)
    #expect(Self.texts(top?["credentials"]) == ["seen"])
    let whole = Shape.read(json.span, hiding: [["credentials"]])
    #expect(Self.texts(whole?["credentials"]) == [])
    #expect(whole?["type"] == .text("t"))
  }

  private static func texts(_ shape: Shape?) -> [String] {
    switch shape {
    case .text(let text)?: [text]
    case .object(let members)?: members.sorted { $0.key < $1.key }.flatMap { texts($0.value) }
    case .array(let elements)?: elements.flatMap { texts($0) }
    case .other?, nil: []
    }
  }
}
