import Foundation
import Sandboxing
import TestSupport
import Testing

@Suite struct ProgramTests {
  @Test func `says where it is, answers, and ends with who started it`() throws {
    let program = try SandboxProgram(["--key", "k1", "--key", "k2", "--region", "eu"])
    #expect(program.greeting["keys"] == ["k1", "k2"])
    #expect(program.greeting["region"] == "eu")
    #expect(program.greeting["pid"]?.count ?? 0 > 1)
    #expect(try program.client.ask("GET", "/api/v1/embeddables").body.isEmpty)
    #expect(try program.count("requests") == 1)
    #expect(program.end() == 0)
  }

  @Test func `ends cleanly when told to by a signal`() throws {
    #expect(try SandboxProgram().terminate() == 0)
  }

  @Test func `ends at once, also while an answer takes its time`() throws {
    let program = try SandboxProgram()
    try program.fault(["latency": 60_000])
    let client = program.client
    Thread.detachNewThread { _ = try? client.ask("GET", "/api/v1/embeddables") }
    while try program.count("requests") == 0 {}
    let begun = ContinuousClock.now
    #expect(program.end() == 0)
    #expect(ContinuousClock.now - begun < .seconds(45))
  }

  @Test func `is the same within a process of its own and without`() throws {
    let server = try SandboxServer(keys: ["a", "b"])
    try server.control("PUT", "connections/x?workspace=1", ["type": "t", "credentials": ["a": 1]])
    #expect(try server.stored("x", workspace: 1)?["credentials"] == ["a": 1])
    #expect(try server.client.ask("GET", "/api/v1/connections").json == ["connections": []])
    #expect(try server.count("hiddenStored") == 0)
  }

  @Test func `tells what it does not understand`() throws {
    #expect(throws: (any Error).self) { try SandboxProgram(["--nonsense"]) }
  }

  @Test func `loses answers on a real connection`() throws {
    let program = try SandboxProgram()
    let body: JSONValue = ["name": "a/b ü", "type": "druid", "credentials": [:]]
    try program.fault(["dropAfter": true], method: "POST", times: 1)
    #expect(try program.client.ask("POST", "/api/v1/connections", body).status == 0)
    let path = "/api/v1/connections/a%2Fb%20%C3%BC"
    #expect(try program.client.ask("GET", path).status == 200)
    try program.fault(["halfAnswer": true], times: 1)
    let half = try program.client.ask("GET", path)
    #expect(half.json == nil && !half.body.isEmpty)
    try program.fault(["slowBody": 1], times: 1)
    #expect(try program.client.ask("GET", path).json?["name"] == "a/b ü")
  }

  /// As the scripts that Embeddable ships do it: any status is looked at, then the body is parsed.
  @Test func `pleases scripts that nobody here wrote`() throws {
    let program = try SandboxProgram()
    let script = """
      import json, os, urllib.error, urllib.request
      base, key = os.environ["URL"] + "/api/v1", os.environ["KEY"]
      def call(method, path, body=None):
          request = urllib.request.Request(base + path, method=method)
          request.add_header("Content-Type", "application/json")
          request.add_header("Accept", "application/json")
          request.add_header("Authorization", "Bearer " + key)
          data = None if body is None else json.dumps(body).encode()
          try:
              answer = urllib.request.urlopen(request, data)
          except urllib.error.HTTPError as error:
              answer = error
          text = answer.read()
          return answer.status, json.loads(text) if text else None
      login = {"host": "db.example.com", "port": 5432, "user": "ro", "password": "x", "ssl": True}
      made = call("POST", "/connections", {"name": "my-db", "type": "druid", "credentials": login})
      assert made[0] == 201 and made[1]["credentials"]["password"] == "hidden", made
      assert list(made[1]["credentials"]) == list(login), made
      assert call("GET", "/connections") == (200, {"connections": ["my-db"]})
      assert call("GET", "/connections/my-db")[1]["type"] == "druid"
      assert call("PUT", "/connections/my-db", {"type": "druid", "credentials": login})[0] == 200
      tested = call("POST", "/connections/my-db/test")
      assert tested[0] == 200 and tested[1]["connectionName"] == "my-db", tested
      sources = [{"data_source": "main", "connection": "my-db"}]
      assert call("POST", "/environments", {"name": "prod", "datasources": sources})[0] == 201
      assert call("PUT", "/environments/prod", {"datasources": sources})[0] == 200
      assert call("GET", "/environments") == (200, {"environments": ["prod"]})
      assert call("DELETE", "/environments/prod") == (204, None)
      assert call("DELETE", "/connections/my-db") == (204, None)
      assert call("GET", "/embeddables") == (200, None)
      assert call("GET", "/connections/my-db")[1]["errorMessage"]
      print("pleased")
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script]
    process.environment = ["URL": program.url, "KEY": program.key]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: said, as: UTF8.self) == "pleased\n")
  }
}
