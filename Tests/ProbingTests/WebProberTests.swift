import Sandboxing
import Serving
import TestSupport
import Testing
import Transport

@testable import Probing

/// The other servers that are asked over HTTP.
@Suite struct WebProberTests {
  @Test func `a key of ClickHouse Cloud is good, of another organization, or refused`() async throws
  {
    var choices = Choices()
    choices.cloud.window = 1
    let sandbox = try SandboxServer(choices: choices)
    func look(_ organization: String = "", secret: String? = nil) async throws -> Verdict {
      try await lookOverHTTP(
        "clickhouse-cloud",
        ["baseURL": sandbox.url, "keyId": sandbox.cloudKey.keyID, "organization": organization],
        ["keySecret": secret ?? sandbox.cloudKey.keySecret], seconds: 30)
    }
    #expect(try await look().kind == .valid)
    let other = try await look("123e4567-e89b-12d3-a456-426614174000")
    #expect(other.kind == .wrongTarget && !other.isConfirmed)
    let wrong = try await look(secret: "wrong")
    #expect(wrong.kind == .refused && wrong.isConfirmed, "\(wrong)")
    for (fault, kind) in [
      (["status": 403, "body": "{\"error\":\"no\"}"], .forbidden),
      (["status": 429, "rateLimitReset": "3600"], .rateLimited),
      (["status": 401, "body": "<html>"], .unreachable),
      (["status": 401, "body": "{\"error\":\"Key is not active\"}"], .refused),
    ] as [(JSONValue, Verdict.Kind)] {
      try sandbox.fault(fault, path: "/v1/**")
      let verdict = try await look()
      #expect(verdict.kind == kind, "\(fault): \(verdict)")
      #expect(verdict.wait == (kind == .rateLimited ? .seconds(3_601) : nil))
      try sandbox.control("DELETE", "faults")
    }
  }

  @Test func `what organizations are called is short, and never our secret`() async throws {
    let server = try HTTPServer { _ in
      let list = (0..<1_000).map { #"{"id":"\#($0)","name":"some-canary-secret"}"# }
      return HTTPReply(200, #"{"result":["# + list.joined(separator: ",") + "]}")
    }
    for (organization, kind) in [
      ("", .valid), ("123e4567-e89b-12d3-a456-426614174000", .wrongTarget),
    ] as [(String, Verdict.Kind)] {
      let verdict = try await lookOverHTTP(
        "clickhouse-cloud",
        [
          "baseURL": "http://127.0.0.1:\(server.port)", "keyId": "id",
          "organization": organization,
        ], ["keySecret": "some-canary-secret"])
      #expect(verdict.kind == kind && verdict.identity.hasPrefix("[secret]"), "\(verdict)")
      #expect("\(verdict)".utf8.count < 2_000 && !"\(verdict)".contains("canary"))
    }
  }

  @Test func `a workspace's key is good or refused`() async throws {
    let sandbox = try SandboxServer(keys: ["right-key"])
    for (key, kind) in [("right-key", .valid), ("wrong-key", .refused)]
      as [(String, Verdict.Kind)]
    {
      let verdict = try await lookOverHTTP(
        "embeddable", ["baseURL": sandbox.url + "/"], ["apiKey": key])
      #expect(verdict.kind == kind, "\(verdict)")
      #expect(verdict.isConfirmed == (kind == .refused))
    }
    #expect(try await lookOverHTTP("embeddable", [:], ["apiKey": "k"]).kind == .notChecked)
  }

  @Test func `Elasticsearch, Druid and Trino are told by their answers`() async throws {
    let basic = "Basic cmVhZGVyOnJpZ2h0LXBhc3N3b3Jk"
    let server = try HTTPServer { request in
      guard request.header("Authorization") == basic else {
        let isTrino = request.path == "/v1/statement"
        return HTTPReply(
          401, isTrino ? "Invalid credentials" : #"{"error":{"type":"security_exception"}}"#,
          ["WWW-Authenticate": isTrino ? "Basic realm=\"Trino\"" : "Basic"])
      }
      switch request.path {
      case "/": return HTTPReply(200, #"{"name":"n","version":{"number":"8.1.0"}}"#)
      case "/_security/user/_has_privileges":
        return HTTPReply(
          200, #"{"cluster":{"all":false},"index":{"*":{"write":true,"create_index":false}}}"#)
      case "/druid/v2/sql": return HTTPReply(200, "[[1]]")
      case "/v1/statement":
        return HTTPReply(
          200, #"{"id":"1","nextUri":"http://elsewhere.example/","stats":{"state":"QUEUED"}}"#)
      default: return HTTPReply(404, "no")
      }
    }
    let port = String(server.port)
    let url = "http://127.0.0.1:" + port
    for (type, fields, powers) in [
      ("elasticsearch", ["url": url, "username": "reader"], [.write]),
      ("druid", ["url": url + "/", "user": "reader"], []),
      (
        "trino",
        [
          "host": "127.0.0.1", "port": port, "ssl": "false", "user": "reader", "catalog": "c",
          "schema": "s",
        ], []
      ),
    ] as [(String, [String: String], [Power.Kind])] {
      let good = try await lookOverHTTP(type, fields, ["password": "right-password"])
      #expect(good.kind == .valid && good.powers.map(\.kind) == powers, "\(type): \(good)")
      let bad = try await lookOverHTTP(type, fields, ["password": "wrong-password"])
      #expect(bad.kind == .refused && bad.isConfirmed, "\(type): \(bad)")
    }
    let open = try HTTPServer { request in
      request.path == "/druid/v2/sql"
        ? HTTPReply(200, "[[1]]") : HTTPReply(200, #"{"version":{"number":"7.0.0"}}"#)
    }
    let place = "http://127.0.0.1:\(open.port)"
    #expect(try await lookOverHTTP("elasticsearch", ["url": place], [:]).kind == .open)
    let druid = try await lookOverHTTP("druid", ["url": place, "user": "u"], ["password": "p"])
    #expect(druid.kind == .open)
  }

  @Test func `what a proxy in between says convicts nobody`() async throws {
    for (challenge, kind) in [
      (nil, .unreachable), ("Basic realm=\"proxy\"", .refused), ("BASIC REALM=proxy", .refused),
      ("Negotiate", .refused),
    ] as [(String?, Verdict.Kind)] {
      let server = try HTTPServer { _ in
        HTTPReply(
          401, "<html>Access Denied</html>", challenge.map { ["WWW-Authenticate": $0] } ?? [:])
      }
      let url = "http://127.0.0.1:\(server.port)"
      for (type, fields) in [
        ("elasticsearch", ["url": url, "username": "reader"]),
        ("druid", ["url": url, "user": "reader"]),
        (
          "trino",
          ["host": "127.0.0.1", "port": "\(server.port)", "ssl": "false", "user": "reader"]
        ),
      ] as [(String, [String: String])] {
        let verdict = try await lookOverHTTP(type, fields, ["password": "some-password"])
        #expect(verdict.kind == kind && !verdict.isConfirmed, "\(type): \(verdict)")
      }
    }
  }

  @Test(arguments: [(401, true), (403, true), (429, false), (503, false)])
  func `only a no without the password proves it`(_ status: Int, _ isProven: Bool) async throws {
    let server = try HTTPServer { request in
      guard request.header("Authorization") != nil || request.header("X-ClickHouse-Key") != nil
      else {
        let isClickHouse = request.header("X-ClickHouse-User") != nil
        return HTTPReply(status, isClickHouse ? "Code: \(isProven ? 516 : 202). no" : "no")
      }
      switch request.path {
      case "/v1/statement": return HTTPReply(200, #"{"id":"1","stats":{"state":"QUEUED"}}"#)
      case "/druid/v2/sql": return HTTPReply(200, "[[1]]")
      default:
        return HTTPReply(
          200, request.method == "GET" ? #"{"version":{"number":"8.1.0"}}"# : "24.8.4.13\n")
      }
    }
    let port = String(server.port)
    let url = "http://127.0.0.1:" + port
    for (type, fields) in [
      (
        "clickhouse",
        ["host": "127.0.0.1", "port": port, "protocol": "http:", "username": "reader"]
      ),
      ("elasticsearch", ["url": url, "username": "reader"]),
      ("druid", ["url": url, "user": "reader"]),
      ("trino", ["host": "127.0.0.1", "port": port, "ssl": "false", "user": "reader"]),
    ] {
      let verdict = try await lookOverHTTP(
        type, fields, ["password": "right-password"], looksForPowers: false)
      #expect(verdict.kind == .valid, "\(type): \(verdict)")
      #expect(verdict.provesPassword == isProven, "\(type): \(verdict)")
      #expect(verdict.remarks.isEmpty == isProven, "\(type): \(verdict)")
    }
  }

  @Test func `a service that never answers takes no longer than it may`() async throws {
    let server = try RawServer { $0.hearAll() }
    let url = "http://127.0.0.1:\(server.port)"
    for (type, fields, secrets) in [
      ("clickhouse-cloud", ["baseURL": url, "keyId": "id"], ["keySecret": "some-secret"]),
      ("embeddable", ["baseURL": url], ["apiKey": "some-key"]),
    ] {
      let verdict = try await lookOverHTTP(type, fields, secrets, seconds: 1)
      #expect(verdict.kind == .unreachable && verdict.cause.contains("in time"), "\(verdict)")
    }
  }

  @Test func `an answer nested without end is no answer`() async throws {
    let server = try HTTPServer { _ in
      HTTPReply(200, String(repeating: "[", count: 100_000))
    }
    let place = "http://127.0.0.1:\(server.port)"
    let verdict = try await lookOverHTTP("elasticsearch", ["url": place], [:])
    #expect(verdict.kind == .unreachable, "\(verdict)")
  }
}
