import Foundation
import TestSupport
import Testing

@testable import Probing

@Suite(.enabled(if: MariaDBServer.isWanted))
struct MySQLTests {
  @Test func `MariaDB says what is wrong with a login`() async throws {
    let server = try MariaDBServer([
      "CREATE USER reader IDENTIFIED BY 'right-password'", "GRANT SELECT ON sales.* TO reader",
      "CREATE USER writer IDENTIFIED BY 'right-password'",
      "GRANT SELECT, INSERT ON sales.orders TO writer", "GRANT FILE ON *.* TO writer",
      "CREATE USER barred IDENTIFIED BY 'right-password' ACCOUNT LOCK",
      "CREATE USER away@'10.9.8.7' IDENTIFIED BY 'right-password'",
    ])
    func sign(
      _ user: String, _ password: String = "right-password", _ database: String = "sales",
      _ more: [String: String] = [:]
    ) async throws -> Verdict {
      try await look(
        "mysql", port: server.port, user: user, password: password, database: database, more)
    }
    let good = try await sign("reader")
    #expect(good.kind == .valid && good.identity == "reader@%" && good.powers.isEmpty, "\(good)")
    let bad = try await sign("reader", "wrong-password")
    #expect(bad.kind == .refused && bad.isConfirmed, "\(bad)")
    let away = try await sign("away")
    #expect(away.kind == .refused && away.cause.contains("may not come from here"), "\(away)")
    let barred = try await sign("barred")
    #expect(barred.kind == .forbidden && !barred.isConfirmed, "\(barred)")
    let hidden = try await sign("reader", "right-password", "mysql")
    #expect(hidden.kind == .forbidden, "\(hidden)")
    let lost = try await sign(server.user, server.password, "nowhere")
    #expect(lost.kind == .wrongTarget && lost.passwordWasTaken, "\(lost)")
    #expect(good.passwordWasTaken && hidden.passwordWasTaken && !bad.passwordWasTaken)
    let writer = try await sign("writer")
    #expect(Set(writer.powers.map(\.kind)) == [.write, .outside], "\(writer)")
    let all = try await sign(server.user, server.password)
    #expect(Set(all.powers.map(\.kind)) == [.all, .grant], "\(all)")

    let ca = String(
      decoding: try JSONEncoder().encode(["ca": server.authority]), as: UTF8.self)
    let secure = try await sign("reader", "right-password", "sales", ["ssl": ca])
    #expect(secure.kind == .valid, "\(secure)")
    let unknown = try await sign("reader", "right-password", "sales", ["ssl": "true"])
    #expect(unknown.kind == .unreachable && unknown.cause.contains("trusted"), "\(unknown)")
  }

  @Test func `no rights are given to another host's user of the same name`() async throws {
    let server = try MariaDBServer([
      "CREATE USER twice@'127.0.0.1' IDENTIFIED BY 'right-password'",
      "CREATE USER twice@'10.9.8.7' IDENTIFIED BY 'another-password'",
    ])
    func subject(_ user: String, _ password: String) -> Subject {
      Subject(
        type: "mysql",
        fields: [
          "host": "127.0.0.1", "port": String(server.port), "user": user, "database": "sales",
          "ssl": "false",
        ], secrets: ["password": secret(password)])
    }
    let steward = Steward(try checker())
    let error = await #expect(throws: StewardError.self) {
      _ = try await steward.provision(
        subject("twice", "right-password"), as: subject(server.user, server.password))
    }
    #expect(error?.message.contains("2 users") == true, "\(String(describing: error))")
    let all = try await look(
      "mysql", port: server.port, user: "twice", password: "right-password", database: "")
    #expect(all.kind == .valid && all.powers.isEmpty, "\(all)")
  }

  @Test func `grants are read as they are written`() {
    func kinds(_ line: String) -> [Power.Kind] { MySQLPowers.judge([line]).map(\.kind) }
    #expect(kinds("GRANT USAGE ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD '*AB'") == [])
    #expect(kinds("GRANT SELECT, SHOW VIEW ON `acme`.* TO `r`@`%`") == [])
    #expect(kinds("GRANT SELECT (`a`, `b`), UPDATE (`c`) ON `d`.`t` TO `r`@`%`") == [.write])
    #expect(kinds("GRANT ALL PRIVILEGES ON `d`.* TO `r`@`%` WITH GRANT OPTION") == [.grant, .all])
    #expect(
      kinds("GRANT CREATE, DROP, CREATE USER ON *.* TO `r`@`%`") == [.write, .create, .grant])
    #expect(kinds("GRANT `role` TO `r`@`%`") == [])
    // What a name says is no word of the line.
    #expect(kinds("GRANT SELECT, INSERT ON `a (` . * TO `r`@`%`") == [.write])
    #expect(kinds("GRANT SELECT ON `d ON e`.`(t` TO `r`@`%` WITH GRANT OPTION") == [.grant])
    #expect(kinds("GRANT SELECT (`a)\u{0301}`), INSERT ON `d`.* TO `r`@`%`") == [.write])
    #expect(
      MySQLPowers.judge(["GRANT INSERT ON `d e`.`f` TO `r`@`%`"]).map(\.what)
        == ["INSERT on d e.f"])
  }

  @Test func `a role is named, as its rights are not told`() {
    for line in ["GRANT `owner` TO `r`@`%`", "GRANT `owner`@`%` TO `r`@`%` WITH ADMIN OPTION"] {
      let roles = MySQLPowers.roles([line])
      #expect(roles.count == 1 && roles[0].contains("the role owner"), "\(roles)")
    }
    #expect(MySQLPowers.roles(["GRANT SELECT ON `a TO b`.* TO `r`@`%`"]).isEmpty)
  }

  @Test func `a secret in a name is not shown`() {
    let hide = { (text: String) in text.replacing("canary", with: "[secret]") }
    let line = "GRANT INSERT ON `canary`.`canary` TO `r`@`%`"
    #expect(
      MySQLPowers.judge([line], hiding: hide).map(\.what) == ["INSERT on [secret].[secret]"])
    #expect(
      MySQLPowers.roles(["GRANT `canary` TO `r`@`%`"], hiding: hide).allSatisfy {
        !$0.contains("canary")
      })
  }
}
