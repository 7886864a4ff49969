package import Arguments
import FoundationEssentials
import Host
package import Messages

extension Command {
  /// Runs a stand-in for Embeddable on this machine.
  static let sandbox = Command(
    CommandSpec(
      "sandbox", group: "other", summary: "try everything without an account",
      discussion: """
        Answers on this machine alone as Embeddable, ClickHouse Cloud, ClickHouse and QuestDB \
        would, in memory, until Ctrl-C. It says how to add them, and their keys. Databases of \
        ClickHouse and PostgreSQL it really signs in to when it tests them; of other types a test \
        passes, unless --untestable fail. Where nobody outside knows how the real ones behave, an \
        option chooses.
        """,
      options: Sandboxed.options,
      examples: [
        Example("coffer sandbox", "answers on any port that is free"),
        Example("coffer sandbox --port 8089 --region eu", "answers on a port of your choice"),
      ])
  ) { invocation, context throws(Failure) in
    let words = try Sandboxed.words(invocation)
    let program = try told(try ProgramPath.sibling("coffer-sandbox"))
    let environment = Environment.plainEntries(["TZ", "LANG"])
    let interruption = Interruption()
    let companion = try told(
      try Companion(program: program, arguments: words, environment: environment))
    guard let line = try told(try companion.line()) else {
      companion.finish()
      throw Failure(
        .unexpected, "the sandbox did not start", hint: "the lines above say why")
    }
    let greeting = try Sandboxed.Greeting(line)
    try context.show(greeting) { context in
      for line in greeting.lines { context.out(line) }
    }
    context.printer.flush()
    var isOver = false
    while !isOver, !interruption.take() { isOver = companion.ends(within: .milliseconds(200)) }
    companion.finish()
    // Ctrl-C reaches both of us, and it may be the faster one.
    guard !isOver || interruption.take() else {
      throw Failure(.unexpected, "the sandbox ended", hint: "start it again: coffer sandbox")
    }
    return .done
  }
}

/// What the sandbox is told, and what it says of itself.
package enum Sandboxed {
  package static let options: [OptionSpec] = [
    OptionSpec("port", value: ValueSpec("N"), "the port; any that is free unless told"),
    OptionSpec(
      "key", value: ValueSpec("KEY"), repeats: true,
      "an API key with a workspace of its own, a random one unless told"),
    option("region", ["us", "eu"], "what it calls itself"),
    option("masking", ["all", "password"], "which fields a reader sees as hidden"),
    option("answers", ["current", "legacy"], "what making and testing answer"),
    option("delete-answer", ["empty", "json"], "what deleting answers"),
    option("duplicate", ["409", "400"], "the answer to a name that exists already"),
    option("auth-refusal", ["401", "403"], "the answer to a wrong key"),
    option("missing", ["404", "400"], "the answer to a name that does not exist"),
    option("failed-test", ["400", "500"], "the answer where a connection does not work"),
    option("deleted-in-use", ["refuse", "allow"], "deleting what an environment names"),
    option("missing-connection", ["refuse", "allow"], "an environment that names nothing"),
    option("name-in-put", ["verify", "ignore"], "a name in a change that is not the path's"),
    option("untestable", ["pass", "fail"], "a test that cannot sign in for real"),
    OptionSpec("test-delay", value: ValueSpec("MS"), "how long a test takes at least"),
    OptionSpec(
      "cloud-key", value: ValueSpec("ID:SECRET"),
      "the first key of ClickHouse Cloud, a random one unless told"),
    option(
      "cloud-hash-data", ["refuse", "accept", "broken"],
      "what becomes of a new key of which only hashes are told"),
    option("cloud-no-ip-list", ["nobody", "everybody"], "who may use a key without an IP list"),
    option("cloud-ip-refusal", ["403", "401"], "the answer where the IP list of a key says no"),
    option("cloud-stronger-key", ["refuse", "allow"], "a key that makes one with more rights"),
    OptionSpec("cloud-key-delay", value: ValueSpec("MS"), "how long until a new key is known"),
    OptionSpec(
      "cloud-revoke-delay", value: ValueSpec("MS"),
      "how long until a disabled or deleted key is refused"),
    OptionSpec("cloud-window", value: ValueSpec("MS"), "in which time a key may ask ten times"),
    OptionSpec(
      "clickhouse-port", value: ValueSpec("N"), "ClickHouse's port; any that is free unless told"),
    OptionSpec(
      "clickhouse-version", value: ValueSpec("N.N"), "the release that ClickHouse is like"),
    OptionSpec("clickhouse-cluster", value: ValueSpec("NAME"), "what ON CLUSTER takes"),
    OptionSpec("questdb-port", value: ValueSpec("N"), "QuestDB's port for PostgreSQL's protocol"),
    OptionSpec("questdb-web-port", value: ValueSpec("N"), "QuestDB's port for the web"),
  ]

  private static func option(_ name: String, _ choices: [String], _ help: String) -> OptionSpec {
    OptionSpec(name, value: ValueSpec("WHAT", choices: choices), help)
  }

  /// The command line of the program that answers; it ends with us.
  package static func words(_ invocation: Invocation) throws(Failure) -> [String] {
    for option in ["port", "clickhouse-port", "questdb-port", "questdb-web-port"] {
      _ = try understood(try invocation.integer(option, in: 0...65_535))
    }
    for option in ["test-delay", "cloud-key-delay", "cloud-revoke-delay", "cloud-window"] {
      _ = try understood(try invocation.integer(option, in: 0...600_000))
    }
    return ["--until-closed"]
      + options.flatMap { option in
        invocation.values(option.long).flatMap { ["--" + option.long, $0] }
      }
  }

  /// Where it answers, and its first key.
  package struct Greeting: Codable, Equatable, Sendable {
    package let key: String
    package let pid: Int
    package let url: String
    package let cloud: Cloud
    package let clickhouse: ClickHouse
    package let questdb: QuestDB

    /// Where it answers as QuestDB, and as whom one signs in there.
    package struct QuestDB: Codable, Equatable, Sendable {
      package let host: String
      package let password: String
      package let port: Int
      package let user: String
      package let webPort: Int
    }

    /// Where it answers as ClickHouse, and as whom one signs in there.
    package struct ClickHouse: Codable, Equatable, Sendable {
      package let host: String
      package let password: String
      package let port: Int
      package let username: String
    }

    /// Where it answers as ClickHouse Cloud, and its first key there.
    package struct Cloud: Codable, Equatable, Sendable {
      package let keyId: String
      package let keySecret: String
      package let organization: String
      package let url: String
    }

    package init(_ line: String) throws(Failure) {
      do {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
      } catch {
        throw .misunderstood
      }
    }

    package var lines: [String] {
      [
        Remark.line("answers", "at \(url) until Ctrl-C"),
        Remark.line("key", key),
        Remark.line("add it", "coffer add embeddable sandbox baseURL=\(url) apiKey=-"),
        Remark.line("cloud key", "\(cloud.keyId), secret \(cloud.keySecret)"),
        Remark.line(
          "add it",
          "coffer add clickhouse-cloud sandbox-cloud baseURL=\(cloud.url) keyId=\(cloud.keyId)"
            + " keySecret=-"),
        Remark.line(
          "clickhouse", "\(clickhouse.username), password \(clickhouse.password)"),
        Remark.line(
          "add it",
          "coffer add clickhouse sandbox-ch host=\(clickhouse.host) port=\(clickhouse.port)"
            + " protocol=http: username=\(clickhouse.username) password=-"),
        Remark.line("questdb", "\(questdb.user), password \(questdb.password)"),
        Remark.line(
          "add it",
          "coffer add questdb sandbox-quest host=\(questdb.host) port=\(questdb.port)"
            + " user=\(questdb.user) cleartext=allow password=-"),
      ]
    }
  }
}
