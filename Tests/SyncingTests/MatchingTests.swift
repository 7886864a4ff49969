import Profiles
import Sealing
import Syncing
import TestSupport
import Testing
import Vaults

/// Which profile a connection of others is taken for.
@Suite struct MatchingTests {
  private func candidate(
    _ name: String, _ type: String, _ fields: [String: String], secret: String = "password"
  ) throws -> Matching.Candidate {
    let id = try #require(ProfileID(Array(name.utf8.prefix(1)) + Array(repeating: 0, count: 15)))
    let profile = Profile(id: id, name: try ProfileName(name), type: type)
    return Matching.Candidate(
      profile,
      fields.map { VersionField($0.key, .clear($0.value)) }
        + [VersionField(secret, .secret(Secret(text: "hunter22")))])
  }

  /// What is made of a connection: a profile with overrides, a new one, or a reason.
  private func match(
    _ type: String, _ credentials: String, _ candidates: Matching.Candidate...
  ) -> String {
    let answer = Secret(text: "{\"type\":\"\(type)\",\"credentials\":{\(credentials)}}")
    switch Matching(candidates).match(answer) {
    case .profile(let candidate, let overrides):
      let shown = overrides.sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
      return candidate.name + shown
    case .several(let names): return names.joined(separator: "|")
    case .none(let type, let fields):
      return "new \(type) \(fields.map(\.name).joined(separator: " "))"
    case .impossible: return "impossible"
    }
  }

  @Test func `BigQuery of another project is another profile`() throws {
    let ours = try candidate("bq", "bigquery", ["projectId": "acme"], secret: "credentials")
    #expect(match("bigquery", #""projectId":"acme","credentials":"hidden""#, ours) == "bq")
    #expect(
      match("bigquery", #""projectId":"other","credentials":"hidden""#, ours)
        == "new bigquery projectId")
    #expect(match("bigquery", #""credentials":"hidden""#, ours) == "new bigquery ")
  }

  @Test func `a type that shows nothing is never recognised`() throws {
    let ours = try candidate("md", "duckdb", [:], secret: "motherDuckToken")
    #expect(match("duckdb", #""motherDuckToken":"hidden""#, ours) == "impossible")
    #expect(match("duckdb", #""motherDuckToken":"hidden""#) == "new duckdb ")
  }

  private static let login = [
    "host": "db.acme.example", "port": "5432", "user": "ro", "database": "d", "ssl": "true",
  ]

  @Test(arguments: [
    ("", "", "pg"), (#""database":"d""#, #""database":"e""#, "pg database=e"),
    ("5432", "5433", "new"), ("5432", #""5432""#, "pg"), ("true", "false", "new"),
    ("true", #"{"rejectUnauthorized":false}"#, "new"), (#","ssl":true"#, "", "new"),
    ("db.acme", "db.other", "new"), (#""ro""#, #""admin""#, "new"),
    (#""database":"d""#, #""database":"e\u0007""#, "new"),
    (#""database":"d""#, #""database":7"#, "pg database=7"), (#""database":"d","#, "", "new"),
  ])
  func `only what a binding may override may differ`(
    _ what: String, _ instead: String, _ found: String
  ) throws {
    let ours = try candidate("pg", "postgres", Self.login)
    var shown =
      #""host":"db.acme.example","port":5432,"user":"ro","database":"d","ssl":true,"#
      + #""password":"hidden""#
    if !what.isEmpty { shown = shown.replacing(what, with: instead) }
    let result = match("postgres", shown, ours)
    #expect(found == "new" ? result.hasPrefix("new postgres") : result == found, "\(result)")
  }

  @Test func `an option that only the profile has is a difference`() throws {
    var fields = Self.login
    fields["x.pool.max"] = "3"
    let ours = try candidate("pg", "postgres", fields)
    let shown =
      #""host":"db.acme.example","port":5432,"user":"ro","database":"d","ssl":true"#
    #expect(match("postgres", shown, ours).hasPrefix("new"))
    #expect(match("postgres", shown + #","pool":{"max":"3"}"#, ours) == "pg")
  }

  @Test func `TLS options are compared as what they say`() throws {
    var fields = Self.login
    fields["ssl"] = #"{"rejectUnauthorized": false}"#
    let ours = try candidate("pg", "postgres", fields)
    let shown = #""host":"db.acme.example","port":5432,"user":"ro","database":"d","ssl":"#
    #expect(match("postgres", shown + #"{"rejectUnauthorized":false}"#, ours) == "pg")
    #expect(match("postgres", shown + #"{"rejectUnauthorized":true}"#, ours).hasPrefix("new"))
  }
}
