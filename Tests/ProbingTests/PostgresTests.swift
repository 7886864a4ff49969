import Foundation
import Sealing
import TestSupport
import Testing
import Transport

@testable import Probing

/// A checker with ways out of its own.
func checker() throws -> Checker {
  Checker(Tools(courier: try Courier(), now: { 0 }))
}

func secret(_ text: String) -> Secret { Secret(SecretBytes(copying: text.utf8.span)) }

/// Signs in to a database of this type; what is not said is as usual.
func look(
  _ type: String, port: UInt16, user: String, password: String, database: String = "postgres",
  _ more: [String: String] = [:], seconds: Int = 60
) async throws -> Verdict {
  var fields = [
    "host": "127.0.0.1", "port": String(port), "user": user, "database": database, "ssl": "false",
  ]
  fields.merge(more) { $1 }
  let subject = Subject(type: type, fields: fields, secrets: ["password": secret(password)])
  return try await checker().check(
    subject, limits: ProbeLimits(connect: .seconds(seconds), total: .seconds(seconds)))
}

@Suite(.enabled(if: PostgresServer.isWanted))
struct PostgresTests {
  private let server: PostgresServer

  init() throws { server = try PostgresServer.shared.get() }

  @Test func `a right password is valid and a wrong one refused`() async throws {
    try server.addUser("reader", password: "right-password")
    let good = try await look(
      "postgres", port: server.port, user: "reader", password: "right-password")
    #expect(good.kind == .valid, "\(good)")
    #expect(good.identity == "reader")
    #expect(good.powers.isEmpty, "\(good)")
    let bad = try await look(
      "postgres", port: server.port, user: "reader", password: "wrong-password")
    #expect(bad.kind == .refused && bad.isConfirmed, "\(bad)")
    let stranger = try await look(
      "postgres", port: server.port, user: "nobody", password: "wrong-password")
    #expect(stranger.kind == .refused && stranger.isConfirmed)
    let lost = try await look(
      "postgres", port: server.port, user: "reader", password: "right-password",
      database: "nowhere")
    #expect(lost.kind == .wrongTarget && !lost.isConfirmed, "\(lost)")
    #expect(good.passwordWasTaken && lost.passwordWasTaken, "\(lost)")
    #expect(!bad.passwordWasTaken && !stranger.passwordWasTaken)
  }

  @Test func `what a login may do beyond reading is named`() async throws {
    try server.run(
      """
      CREATE SCHEMA powers; CREATE TABLE powers.orders (id int); CREATE ROLE writer LOGIN CREATEDB \
      PASSWORD 'some-password'; GRANT USAGE ON SCHEMA powers TO writer; \
      GRANT SELECT, INSERT ON powers.orders TO writer; GRANT pg_read_server_files TO writer
      """)
    let writer = try await look(
      "postgres", port: server.port, user: "writer", password: "some-password")
    #expect(writer.kind == .valid)
    #expect(Set(writer.powers.map(\.kind)) == [.create, .outside, .write], "\(writer.powers)")
    #expect(writer.powers.contains { $0.what.contains("powers.orders") })
    let all = try await look(
      "postgres", port: server.port, user: server.user, password: server.password)
    #expect(all.powers.map(\.kind) == [.all])
    // Redshift has the same tables, but is asked in its own, older way.
    let shifted = try await look(
      "redshift", port: server.port, user: "writer", password: "some-password")
    #expect(Set(shifted.powers.map(\.kind)) == [.create, .write], "\(shifted)")
    #expect(shifted.powers.contains { $0.what.contains("powers.orders") })
  }

  @Test func `a secret in the name of a schema is not shown`() async throws {
    try server.run(
      """
      CREATE SCHEMA "in-canary-4711"; CREATE TABLE "in-canary-4711".t (id int); \
      CREATE ROLE mirror LOGIN PASSWORD 'canary-4711'; \
      GRANT USAGE, CREATE ON SCHEMA "in-canary-4711" TO mirror; \
      GRANT INSERT ON "in-canary-4711".t TO mirror
      """)
    let verdict = try await look(
      "postgres", port: server.port, user: "mirror", password: "canary-4711")
    #expect(verdict.powers.count == 2, "\(verdict)")
    #expect(!"\(verdict)".contains("canary-4711"), "\(verdict)")
    try server.run("DROP SCHEMA \"in-canary-4711\" CASCADE")
  }

  @Test func `what was done before a step that failed is told`() async throws {
    try server.run("CREATE ROLE half LOGIN CREATEROLE PASSWORD 'half-password'")
    func subject(_ user: String, _ password: String) -> Subject {
      Subject(
        type: "postgres",
        fields: [
          "host": "127.0.0.1", "port": String(server.port), "user": user,
          "database": "postgres", "ssl": "false",
        ], secrets: ["password": secret(password)])
    }
    // It may make users, but give no rights on what is not its own.
    try server.run("CREATE SCHEMA guarded")
    let steward = Steward(try checker())
    let error = await #expect(throws: StewardError.self) {
      _ = try await steward.provision(
        subject("half_made", "new-password"), as: subject("half", "half-password"))
    }
    try server.run("DROP SCHEMA guarded")
    #expect(error?.done.first == "make the user", "\(String(describing: error))")
    #expect(error?.message.contains("done before: make the user") == true)
  }

  @Test func `an old server's MD5 is answered`() async throws {
    let old = try PostgresServer(
      rules: [
        "host all trusted 127.0.0.1/32 trust", "host all shown 127.0.0.1/32 password",
        "host all barred 127.0.0.1/32 reject", "host all all 127.0.0.1/32 md5",
      ], settings: ["password_encryption=md5"])
    for name in ["older", "trusted", "shown", "barred"] {
      try old.addUser(name, password: "pw-\(name)")
    }
    let good = try await look("postgres", port: old.port, user: "older", password: "pw-older")
    #expect(good.kind == .valid, "\(good)")
    let bad = try await look("postgres", port: old.port, user: "older", password: "pw-other")
    #expect(bad.kind == .refused && bad.isConfirmed, "\(bad)")
    let anybody = try await look("postgres", port: old.port, user: "trusted", password: "any")
    #expect(anybody.kind == .open && !anybody.passwordWasTaken, "\(anybody)")
    // Who is let in without being asked has proven nothing, also where something else is refused.
    let astray = try await look(
      "postgres", port: old.port, user: "trusted", password: "any", database: "nowhere")
    #expect(astray.kind == .wrongTarget && !astray.passwordWasTaken, "\(astray)")
    #expect(!astray.cause.contains("login works"), "\(astray)")
    let barred = try await look("postgres", port: old.port, user: "barred", password: "pw-barred")
    #expect(barred.kind == .forbidden && !barred.isConfirmed, "\(barred)")

    // The password itself: to this very machine, or where that was chosen.
    let near = try await look("postgres", port: old.port, user: "shown", password: "pw-shown")
    #expect(near.kind == .valid, "\(near)")
    let named = ["host": "localhost"]
    let refused = try await look(
      "postgres", port: old.port, user: "shown", password: "pw-shown", named)
    #expect(refused.kind == .unreachable && refused.cause.contains("in clear"), "\(refused)")
    let chosen = try await look(
      "postgres", port: old.port, user: "shown", password: "pw-shown",
      named.merging(["cleartext": "allow"]) { $1 })
    #expect(chosen.kind == .valid, "\(chosen)")
  }

  @Test func `a full server is busy, not wrong`() async throws {
    let full = try PostgresServer(
      settings: ["max_connections=2", "superuser_reserved_connections=1", "max_wal_senders=0"])
    try full.addUser("late", password: "some-password")
    try full.run("ALTER ROLE late CONNECTION LIMIT 0")
    let verdict = try await look(
      "postgres", port: full.port, user: "late", password: "some-password")
    #expect(verdict.kind == .unreachable && !verdict.isConfirmed, "\(verdict)")
    #expect(verdict.cause.contains("no connection left"), "\(verdict)")
  }

  @Test func `a certificate is verified, and whom to trust can be said`() async throws {
    let secure = try PostgresServer(tls: true)
    try secure.addUser("reader", password: "some-password")
    func sign(_ ssl: String, host: String = "localhost") async throws -> Verdict {
      try await look(
        "postgres", port: secure.port, user: "reader", password: "some-password",
        ["ssl": ssl, "host": host])
    }
    let ca = try #require(secure.authority)
    let json = String(
      decoding: try JSONEncoder().encode(["ca": ca]), as: UTF8.self)
    for host in ["localhost", "127.0.0.1"] {
      let good = try await sign(json, host: host)
      #expect(good.kind == .valid, "\(good)")
    }
    let unknown = try await sign("true")
    #expect(unknown.kind == .unreachable && unknown.cause.contains("trusted"), "\(unknown)")
    let otherName = try await sign(
      String(
        decoding: try JSONEncoder().encode(["ca": ca, "servername": "db.example"]), as: UTF8.self))
    #expect(otherName.kind == .unreachable, "\(otherName)")
    let other = try PostgresServer(tls: true)
    let wrong = try await sign(
      String(
        decoding: try JSONEncoder().encode(["ca": try #require(other.authority)]),
        as: UTF8.self))
    #expect(wrong.kind == .unreachable, "\(wrong)")
    // Encrypted to whoever answers: SCRAM still shows that it knows the password.
    let unverified = try await sign("{\"rejectUnauthorized\":false}")
    #expect(unverified.kind == .valid, "\(unverified)")
    let none = try await look(
      "postgres", port: server.port, user: "reader", password: "x", ["ssl": "true"])
    #expect(none.kind == .unreachable && none.cause.contains("does not offer TLS"), "\(none)")
  }
}
