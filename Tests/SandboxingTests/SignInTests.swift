import Sealing
import TestSupport
import Testing

@testable import Sandboxing

@Suite struct SignInTests {
  private func attempt(_ type: String, _ credentials: JSONValue) -> SignIn.Verdict {
    SignIn.attempt(
      StoredConnection(name: "c", type: type, credentials: credentials, revision: 1),
      patience: .seconds(60))
  }

  @Test func `computes what the standards say`() {
    #expect(MD5.hex([]) == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(MD5.hex(Array("message digest".utf8)) == "f96b697d7cb7938d525a2f31aaf161d0")
    let long = Array(String(repeating: "1234567890", count: 8).utf8)
    #expect(MD5.hex(long) == "57edf4a22be3c955ac49da2e2107b67a")
    for text in ["", "f", "fo", "foo", "foob", "fooba", "foobar"] {
      #expect(Base64.decoded(Base64.encoded(Array(text.utf8))) == Array(text.utf8))
    }
    #expect(Base64.encoded(Array("fooba".utf8)) == "Zm9vYmE=")
    #expect(Base64.decoded("!") == nil)
  }

  /// The exchange of RFC 7677, but for the name, which PostgreSQL does not look at.
  @Test func `proves a password and wants the server to know it too`() {
    var scram = Scram(password: Array("pencil".utf8), nonce: "rOprNGfwEbeRWgbNEkqO")
    #expect(scram.first == "n,,n=*,r=rOprNGfwEbeRWgbNEkqO")
    let challenge =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    let answer = scram.answer(to: challenge)
    #expect(
      answer?.hasPrefix("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=") == true)
    #expect(!scram.accepts("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
    var fresh = Scram(password: [], nonce: "abc")
    #expect(!fresh.accepts("v="))
    #expect(fresh.answer(to: "r=xyz1,s=W22Z,i=4096") == nil)
    #expect(fresh.answer(to: "r=abc,s=W22Z,i=4096") == nil)
    #expect(fresh.answer(to: "r=abc1,s=W22Z,i=99999999") == nil)
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `signs in to PostgreSQL in each of its ways`() throws {
    let server = try PostgresServer(rules: [
      "host all plain 127.0.0.1/32 password", "host all old 127.0.0.1/32 md5",
      "host all nobody 127.0.0.1/32 reject",
    ])
    try server.run("SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'pä:ss'")
    for name in ["plain", "scram", "nobody"] { try server.addUser(name, password: "pä:ss") }
    func attempt(
      _ user: String, _ password: JSONValue?, database: String = "postgres", ssl: Bool = false
    ) -> SignIn.Verdict {
      var members: [JSONValue.Member] = [
        .init("host", .string(server.host)), .init("port", .number(String(server.port))),
        .init("database", .string(database)), .init("user", .string(user)),
        .init("ssl", .bool(ssl)),
      ]
      if let password { members.append(.init("password", password)) }
      return self.attempt("postgres", .object(members))
    }
    for user in ["plain", "old", "scram"] {
      #expect(attempt(user, "pä:ss") == .passed)
      #expect(
        attempt(user, "wrong") == .failed("password authentication failed for user \"\(user)\""))
      guard case .failed(let cause) = attempt(user, nil) else {
        Issue.record("no password was enough")
        continue
      }
      #expect(cause.hasSuffix("password must be a string"))
    }
    #expect(
      attempt("scram", "pä:ss", database: "absent")
        == .failed("database \"absent\" does not exist"))
    #expect(
      attempt("scram", "pä:ss", ssl: true)
        == .failed("The server does not support SSL connections"))
    guard case .failed(let cause) = attempt("nobody", "pä:ss") else {
      Issue.record("a rejected user got in")
      return
    }
    #expect(cause.contains("pg_hba.conf"))
  }

  @Test(.enabled(if: ClickHouseServer.isWanted))
  func `signs in to ClickHouse, and does not look at user`() throws {
    let server = try ClickHouseServer(users: ["ro": "pa:ss<&"])
    func attempt(_ rest: JSONValue.Member...) -> SignIn.Verdict {
      let place: [JSONValue.Member] = [
        .init("host", "127.0.0.1"), .init("port", .string(String(server.port))),
        .init("protocol", "http:"),
      ]
      return self.attempt("clickhouse", .object(place + rest))
    }
    #expect(attempt(.init("username", "ro"), .init("password", "pa:ss<&")) == .passed)
    for verdict in [
      attempt(.init("username", "ro"), .init("password", "wrong")),
      attempt(.init("user", "ro"), .init("password", "pa:ss<&")),
      attempt(
        .init("username", "ro"), .init("password", "pa:ss<&"), .init("database", "absent")),
    ] {
      guard case .failed(let cause) = verdict else {
        Issue.record("this was let in")
        continue
      }
      #expect(cause.hasPrefix("Connection check failed: Code: "))
    }
  }

  @Test func `says what a driver says where nobody listens`() {
    #expect(
      attempt("postgres", ["host": "127.0.0.1", "port": 1])
        == .failed("connect ECONNREFUSED 127.0.0.1:1"))
    #expect(
      attempt("clickhouse", ["host": "nowhere.invalid"])
        == .failed("Connection check failed: getaddrinfo ENOTFOUND nowhere.invalid"))
    #expect(attempt("druid", [:]) == .passed)
    #expect(attempt("snowflake", [:]) == .cannotTell)
    #expect(attempt("clickhouse", ["protocol": "https:"]) == .cannotTell)
  }
}
