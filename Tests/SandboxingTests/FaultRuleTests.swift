import Testing

@testable import Sandboxing

@Suite struct FaultRuleTests {
  private func rule(_ text: String) throws -> FaultRule {
    try #require(JSONValue(reading: Array(text.utf8)).flatMap { FaultRule($0) })
  }

  @Test(arguments: [
    ("/api/v1/connections/*", ["api", "v1", "connections", "a/b"], true),
    ("/api/v1/connections/*", ["api", "v1", "connections", "a", "test"], false),
    ("/api/v1/connections/*", ["api", "v1", "connections"], false),
    ("/api/**", ["api", "v1", "connections"], true),
    ("/api/v1/*/acme-*-ch", ["api", "v1", "connections", "acme-prod-ch"], true),
    ("/api/v1/*/acme-*-ch", ["api", "v1", "connections", "acme-prod-pg"], false),
    ("/a*b*c", ["aXbYbZc"], true), ("/a*b*c", ["aXbYbZ"], false), ("/*", [""], true),
  ])
  func `matches paths`(_ pattern: String, _ segments: [String], _ matches: Bool) throws {
    var rule = try rule(#"{"match":{"path":"\#(pattern)"},"fault":{"dropAfter":true}}"#)
    #expect(rule.befalls("GET", segments) == matches)
  }

  @Test func `befalls only its method, after so many, and so often`() throws {
    var rule = try rule(
      #"{"match":{"method":"PUT"},"skip":1,"times":2,"fault":{"latency":5,"status":503}}"#)
    #expect(
      rule.fault == Fault(kind: .status(503, retryAfter: nil, reset: nil, body: ""), latency: 5))
    let befallen = ["GET", "PUT", "PUT", "GET", "PUT", "PUT"].map { rule.befalls($0, []) }
    #expect(befallen == [false, false, true, false, true, false])
  }

  @Test(arguments: [
    (
      #"{"status":429,"retryAfter":"2"}"#,
      Fault.Kind.status(429, retryAfter: "2", reset: nil, body: "")
    ),
    (#"{"status":429,"retryAfter":2}"#, .status(429, retryAfter: "2", reset: nil, body: "")),
    (
      #"{"status":500,"body":{"a":1}}"#,
      .status(500, retryAfter: nil, reset: nil, body: #"{"a":1}"#)
    ),
    (
      #"{"status":429,"rateLimitReset":1.5}"#, .status(429, retryAfter: nil, reset: "1.5", body: "")
    ),
    (#"{"dropBefore":true}"#, .dropBefore), (#"{"dropAfter":true}"#, .dropAfter),
    (#"{"halfAnswer":true}"#, .halfAnswer), (#"{"slowBody":2}"#, .slowBody(milliseconds: 2)),
    (#"{"wrongJSON":true}"#, .wrongJSON), (#"{"hugeAnswer":9}"#, .hugeAnswer(bytes: 9)),
    (#"{"errorText":"x","status":500}"#, .errorText("x", status: 500)),
    (#"{"notYetVisible":3}"#, .notYetVisible(times: 3)), (#"{"latency":1}"#, .none),
  ])
  func `reads every fault`(_ text: String, _ kind: Fault.Kind) throws {
    #expect(JSONValue(reading: Array(text.utf8)).flatMap { Fault($0) }?.kind == kind)
  }

  @Test(arguments: [
    "{}", #"{"fault":{}}"#, #"{"fault":{"nonsense":1}}"#, #"{"fault":{"status":99}}"#,
    #"{"fault":{"dropAfter":true,"dropBefore":true}}"#, #"{"fault":{"latency":-1}}"#, "[]",
  ])
  func `refuses what is no fault`(_ text: String) throws {
    #expect(JSONValue(reading: Array(text.utf8)).flatMap { FaultRule($0) } == nil)
  }

  @Test func `echoes in every form`() {
    let text = "{password}|{password:base64}|{password:hex}|{password:url}|{password:json}"
    #expect(
      Echo.filled(text + "|{authorization}", authorization: "Bearer k", password: "a\"ü/")
        == #"a"ü/|YSLDvC8=|6122c3bc2f|a%22%C3%BC%2F|a\"ü/|Bearer k"#)
  }
}
