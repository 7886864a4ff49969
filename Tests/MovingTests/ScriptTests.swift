import Moving
import Sealing
import TestSupport
import Testing

/// Scripts as Embeddable ships them, and as people change them.
@Suite struct ScriptTests {
  private static let sample = """
    #!/usr/bin/env node
    const apiKey = 'k-1';
    const connectionName = "my-db" // as it is called
    /**
     * see it's page: 'other' {
     */
    const dbType = 'postgres'; // or bigquery, etc.
    const credentials = {
        database: 'sales',
        host: "db.example",
        user: `ro`,
        password: 'p\\'1\\u00e4\\x41',
        port: 5433,
        ssl: { rejectUnauthorized: false },
    }

    async function run() {
        const resp = await fetch(`https://api.us.embeddable.com/api/v1/connections`, {
            method: 'POST',
            headers: { 'Authorization': `Bearer ${apiKey}` /* keep it */ },
            body: JSON.stringify({
                name: `${connectionName}`,
                type: dbType,
                credentials: credentials
            })
        });
        console.log(`${resp.status} ${resp.statusText}`.replace(/[`'"/]/g, ''));
    }
    run();
    """

  @Test func `the sample becomes a workspace and a profile`() throws {
    let read = ScriptRead(Self.sample)
    #expect(read.lines == [])
    #expect(read.findings.workspace == "us")
    #expect(read.findings.connections == ["my-db"])
    let workspace = try #require(read.profiles.first)
    #expect(workspace.type == "embeddable")
    #expect(workspace.line == 2)
    #expect(workspace.text("region") == "us")
    #expect(workspace.text("apiKey") == "secret k-1")
    let profile = try #require(read.profiles.last)
    #expect(profile.name == "my-db")
    #expect(profile.type == "postgres")
    #expect(profile.line == 8)
    #expect(profile.text("database") == "sales")
    #expect(profile.text("host") == "db.example")
    #expect(profile.text("user") == "ro")
    #expect(profile.text("password") == "secret p'1äA")
    #expect(profile.text("port") == "5433")
    #expect(profile.text("ssl") == #"{"rejectUnauthorized":false}"#)
    #expect(read.intake.secretCount == 2)
  }

  @Test func `values come from an environment file, and else from what stands behind them`() {
    let read = ScriptRead(
      """
      require('dotenv').config()
      const { API_KEY, REGION: region } = process.env
      const config = { db: { password: process.env['DB_PASSWORD'], port: process.env.PORT || 8443 } }
      const url = 'https://api.' + region + '.embeddable.com' + '/api/v1/connections/' + process.argv[2]
      await fetch(url, { method: 'PUT', headers: { Authorization: 'Bearer ' + API_KEY } , body: JSON.stringify({
        name: 'ch', type: 'clickhouse',
        credentials: { host: `${process.env.TENANT}.example`, port: config.db.port,
          username: process.env.NO ?? process.env.DB_USER, password: config.db.password, database: null } }) })
      """,
      environment: "API_KEY=k\nREGION='eu'\nexport DB_PASSWORD=\"p 1\"\nTENANT=acme\nDB_USER=ro\n")
    #expect(read.lines == [])
    #expect(read.findings.workspace == "eu")
    #expect(read.profiles.first?.text("apiKey") == "secret k")
    #expect(read.profiles.last?.text("host") == "acme.example")
    #expect(read.profiles.last?.text("port") == "8443")
    #expect(read.profiles.last?.text("username") == "ro")
    #expect(read.profiles.last?.text("password") == "secret p 1")
    #expect(read.profiles.last?.text("database") == nil)
    #expect(read.findings.fromEnvironment == 2)
  }

  @Test(arguments: [
    ("process.env.SECRET", "5: process.env.SECRET is not known"),
    ("readFileSync('x')", "5: 'password' is a call, and a script is never run"),
    ("`a${readFileSync('x')}b`", "5: 'password' is a call, and a script is never run"),
    ("secret.slice(1)", "5: 'password' is a call, and a script is never run"),
    ("await secret", "5: 'password' is worked out, and a script is never run"),
    ("1 ? 'a' : 'b'", "5: 'password' is worked out, and a script is never run"),
    ("1 + 2", "5: 'password' is worked out, and a script is never run"),
    ("hunter2", "5: 'password' is a name that the script does not set, and a script is never run"),
    ("'...'", "5: 'password' is still the '...' of the sample"),
    ("'\\u12'", "5: it is no script that can be read: a text has a wrong escape"),
    ("'open", "5: it is no script that can be read: a text is never closed"),
    ("`open", "6: it is no script that can be read: a template is never closed"),
    ("loop", "5: 'password' is a name that the script does not set, and a script is never run"),
    ("self", "2: 'password' is worked out, and a script is never run"),
    ("'a', ...others", "5: '...' is a spread, and a script is never run"),
    ("'a', [key]: 1", "5: '[]' is worked out, and a script is never run"),
    ("{ a: 1 }", "5: 'password' has to be a text"),
    ("'a', x: [1]", "5: an extra"),
  ])
  func `what only running would tell is an error with its line`(value: String, problem: String) {
    let read = ScriptRead(
      """
      const apiKey = 'k', base = "https://api.eu.embeddable.com/"
      const self = `${self}`
      const body = { name: 'a', type: 'postgres', credentials: { host: 'h',
        database: 'd', user: 'u',
        password: \(value) } }
      fetch(`${base}/api/v1/connections`, { body })
      """)
    if problem.hasSuffix("extra") {
      #expect(read.lines == [])
      #expect(read.profiles.last?.text("x.x") == "[1]")
      #expect(read.intake.remarks == ["a: x.x is kept as text, which the script had otherwise"])
    } else {
      #expect(read.lines == [problem])
      #expect(!read.lines[0].contains("hunter2"))
    }
  }

  @Test func `fields go by where they stand on the wire`() throws {
    func profile(_ type: String, _ credentials: String) throws -> MovedProfile {
      let read = ScriptRead(
        """
        const apiKey = 'k'
        const body = {name: 'a', type: '\(type)', credentials: \(credentials)}
        fetch('http://localhost:8080/api/v1/connections', {body})
        """)
      #expect(read.lines == [])
      #expect(read.findings.workspace == "embeddable")
      #expect(read.profiles.first?.text("baseURL") == "http://localhost:8080")
      return try #require(read.profiles.last)
    }
    let mssql = try profile(
      "mssql",
      "{server: 's', user: 'u', password: 'p', options: {encrypt: true, instanceName: 'i'}}")
    #expect(mssql.text("encrypt") == "true")
    #expect(mssql.text("x.options.instanceName") == "i")
    let trino = try profile(
      "trino",
      "{host: 'h', port: '8443', user: 'u', basic_auth: {user: 'u', password: 'p'}, ssl: {}}")
    #expect(trino.text("user") == "u")
    #expect(trino.text("password") == "secret p")
    #expect(trino.text("ssl") == "{}")
    let bigquery = try profile(
      "bigquery",
      "{projectId: 'p', credentials: {type: 'service_account', 'private_key': 'a\\nb', n: [1, null]}}"
    )
    #expect(
      bigquery.text("credentials")
        == #"secret {"type":"service_account","private_key":"a\nb","n":[1,null]}"#)
    let old = try profile("clickhouse", "{host: 'h', user: 'u', password: 'p'}")
    #expect(old.text("username") == "u")
    let other = try profile("prestodb", "{host: 'h', user: 'u'}")
    #expect(other.type == "custom")
    #expect(other.text("driver") == "prestodb")
    #expect(other.text("credentials") == #"secret {"host":"h","user":"u"}"#)
  }

  @Test func `a script that only asks gives the workspace`() {
    let read = ScriptRead(
      """
      const apiKey = 'k';
      const elastic = 'https://user:secret@es.example/api'
      axios.post(`https://api.embeddable.com/api/v1/connections/${process.argv[2]}/test`)
      """, workspace: "eu-prod")
    #expect(read.lines == [])
    #expect(read.profiles.map(\.name) == ["eu-prod"])
    #expect(read.profiles.first?.text("baseURL") == "https://api.embeddable.com")
    #expect(read.intake.remarks.count == 2)
    #expect(read.findings.connections == [])
  }

  @Test func `several connections of one script are all taken`() {
    let read = ScriptRead(
      """
      const BASE_URL = 'https://api.us.embeddable.com'
      const API_KEY = 'k'
      const tenants = [
        { name: 'a', type: 'postgres', credentials: { host: 'h1' } },
        { name: 'b b', type: 'postgres', credentials: { host: 'h2' } },
      ]
      for (const { name, type, credentials } of tenants) {
        axios.post(`${BASE_URL}/api/v1/connections`, { name, type, credentials })
      }
      // https://api.eu.embeddable.com/api/v1 is only spoken of
      """)
    #expect(read.lines == [])
    #expect(read.profiles.map(\.name) == ["us", "a", "b-b"])
    #expect(read.findings.connections == ["a"])
    #expect(read.intake.remarks.count == 1)
  }

  @Test func `what holds no key and no address is said to hold none`() {
    #expect(
      ScriptRead("console.log('hello')").lines
        == ["1: the script does not hold the address of Embeddable's API"])
    #expect(
      ScriptRead("fetch('https://api.us.embeddable.com/api/v1/connections')").lines
        == ["1: the script does not hold an API key"])
    #expect(ScriptRead("a\0b").lines == ["1: it holds a NUL byte"])
    #expect(
      ScriptRead("/* a\n b").lines == [
        "1: it is no script that can be read: a comment is never closed"
      ])
    #expect(ScriptRead("").refusal == .empty)
    #expect(
      InputFormat.guess(contents("const a = 1").span, name: "x/connection-create.cjs") == .script)
  }

  @Test func `texts made of texts made of texts come to an end`() {
    var script = "const a0 = 'xxxxxxxxxxxxxxxx'\n"
    for number in 1...30 {
      script += "const a\(number) = `${a\(number - 1)}${a\(number - 1)}`\n"
    }
    let read = ScriptRead(
      script + "const apiKey = a30\nfetch('https://api.us.embeddable.com/api/v1/connections')")
    #expect(read.lines.count == 1)
    let deep =
      String(repeating: "{a:", count: 20_000) + "[(`${" + String(repeating: "(", count: 20_000)
    #expect(ScriptRead(deep).lines.count == 1)
    #expect(ScriptRead(String(repeating: "{a:?", count: 20_000)).lines.count == 1)
  }
}

/// What the reader of scripts made of a text.
private struct ScriptRead {
  var intake = Intake()
  var findings = ScriptFindings()
  var refusal: MovingError?
  var profiles: [MovedProfile] = []

  init(_ text: String, environment: String = "", workspace: String? = nil) {
    let bytes = contents(text)
    let file = contents(environment)
    do {
      let variables = try ScriptEnvironment(file.span)
      findings = try intake.readScript(bytes.span, variables, workspace: workspace)
    } catch {
      refusal = error as? MovingError
    }
    for piece in intake.takePieces() {
      try? Pieces.forEach(in: piece, mapping: { $0 as any Error }) { profile throws(any Error) in
        profiles.append(profile)
      }
    }
  }

  var lines: [String] { intake.problems.map { "\($0.line): \($0.error.message)" } }
}
