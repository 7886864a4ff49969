import Testing

@testable import Sandboxing

@Suite struct WorkspaceTests {
  private var workspace = Workspace()

  private static let postgres: JSONValue = [
    "name": "pg", "type": "postgres",
    "credentials": [
      "port": 5432, "host": "db.example.com", "password": "s3cret", "ssl": ["key": "PEM"],
    ],
  ]

  private mutating func answer(
    _ method: String, _ segments: [String], _ body: JSONValue? = nil
  ) -> Answer {
    guard case .answer(let answer) = workspace.take(Call(method, segments, body)) else {
      Issue.record("a sign-in was wanted")
      return Answer(0)
    }
    return answer
  }

  @Test mutating func `creates a connection and shows it as sent, but for its secrets`() {
    let shown: JSONValue = [
      "name": "pg", "type": "postgres",
      "credentials": [
        "port": 5432, "host": "db.example.com", "password": "hidden", "ssl": ["key": "hidden"],
      ],
      "concurrency": nil,
    ]
    #expect(answer("POST", ["connections"], Self.postgres) == Answer(201, shown))
    #expect(answer("GET", ["connections", "pg"]) == Answer(200, shown))
    #expect(answer("GET", ["connections"]) == Answer(200, ["connections": ["pg"]]))
  }

  @Test mutating func `lists in the order of creation, also after a change`() {
    for name in ["b", "a", "c"] { workspace.store(name, type: "t", credentials: [:]) }
    _ = answer("PUT", ["connections", "b"], ["type": "u", "credentials": [:]])
    #expect(answer("GET", ["connections"]).body == ["connections": ["b", "a", "c"]])
  }

  @Test mutating func `replaces all of a connection, never a part`() {
    _ = answer("POST", ["connections"], Self.postgres)
    let answer = answer("PUT", ["connections", "pg"], ["type": "mysql", "credentials": ["a": 1]])
    #expect(answer.status == 200)
    #expect(workspace.connections["pg"]?.credentials == ["a": 1])
    #expect(workspace.connections["pg"]?.type == "mysql")
  }

  @Test(
    arguments: [
      nil, [], "text", ["type": "t", "credentials": [:]],
      ["name": "", "type": "t", "credentials": [:]],
      ["name": 1, "type": "t", "credentials": [:]], ["name": "n", "credentials": [:]],
      ["name": "n", "type": "t"], ["name": "n", "type": "t", "credentials": "text"],
    ] as [JSONValue?])
  mutating func `refuses an incomplete connection`(_ body: JSONValue?) {
    let answer = answer("POST", ["connections"], body)
    #expect(answer.status == 400)
    #expect(answer.body?["errorCode"] == "BUILDER-996")
    #expect(workspace.connections.names.isEmpty)
  }

  @Test mutating func `refuses a second one of a name, and what does not exist`() {
    _ = answer("POST", ["connections"], Self.postgres)
    #expect(answer("POST", ["connections"], Self.postgres).status == 409)
    #expect(answer("GET", ["connections", "x"]).status == 404)
    #expect(answer("PUT", ["connections", "x"], Self.postgres).status == 404)
    #expect(answer("DELETE", ["connections", "x"]).status == 404)
    #expect(answer("POST", ["connections", "x", "test"]).status == 404)
  }

  @Test mutating func `knows no other method and no other address`() {
    #expect(answer("PATCH", ["connections", "pg"]).allowed == "GET, PUT, DELETE")
    #expect(answer("PATCH", ["connections", "pg"]).status == 405)
    #expect(answer("DELETE", ["connections"]).status == 405)
    #expect(answer("GET", ["connections", "pg", "test"]).status == 405)
    #expect(answer("POST", ["connections", "pg", "schemas"]).status == 404)
    #expect(answer("GET", ["elsewhere"]).status == 404)
  }

  @Test mutating func `says nothing at all about no embeddables`() {
    #expect(answer("GET", ["embeddables"]) == Answer(200))
  }

  @Test mutating func `counts the mask stored as if it were a secret`() {
    var body = Self.postgres
    #expect(workspace.hiddenStored == 0)
    body = [
      "name": "pg", "type": "bigquery",
      "credentials": ["credentials": ["private_key": "hidden"], "password": "hidden"],
    ]
    #expect(answer("POST", ["connections"], body).status == 201)
    #expect(workspace.hiddenStored == 2)
  }

  @Test mutating func `keeps environments, and what they use`() {
    workspace.store("pg", type: "postgres", credentials: [:])
    let mappings: JSONValue = [["data_source": "main", "connection": "pg"]]
    let made = answer("POST", ["environments"], ["name": "prod", "datasources": mappings])
    #expect(made == Answer(201, ["name": "prod", "datasources": mappings]))
    #expect(answer("GET", ["environments"]).body == ["environments": ["prod"]])
    #expect(answer("GET", ["environments", "prod"]).body?["datasources"] == mappings)
    #expect(answer("DELETE", ["connections", "pg"]).status == 409)
    #expect(answer("PUT", ["environments", "prod"], ["datasources": []]).status == 200)
    #expect(answer("DELETE", ["connections", "pg"]).status == 204)
    #expect(answer("DELETE", ["environments", "prod"]).status == 204)
    #expect(answer("GET", ["environments", "prod"]).status == 404)
  }

  @Test mutating func `refuses a second environment of a name by its code`() {
    let body: JSONValue = ["name": "prod", "datasources": []]
    _ = answer("POST", ["environments"], body)
    let again = answer("POST", ["environments"], body)
    #expect(again.status == 409)
    #expect(again.body?["errorCode"] == "BUILDER-018")
    #expect(again.body?["errorMessage"]?.text?.contains("already exists") == true)
  }

  @Test mutating func `reserves the implicit environment`() {
    #expect(answer("POST", ["environments"], ["name": "default", "datasources": []]).status == 409)
    #expect(answer("PUT", ["environments", "default"], ["datasources": []]).status == 400)
    #expect(answer("DELETE", ["environments", "default"]).status == 400)
    #expect(answer("GET", ["environments", "default"]).status == 404)
    #expect(answer("GET", ["environments"]).body == ["environments": []])
  }

  @Test(
    arguments: [
      ["name": "e"], ["name": "e", "datasources": ["a": "b"]],
      ["name": "e", "datasources": [["data_source": "a"]]],
      ["name": "e", "datasources": [["data_source": "a", "connection": "absent"]]],
      [
        "name": "e",
        "datasources": [
          ["data_source": "a", "connection": "pg"], ["data_source": "a", "connection": "pg"],
        ],
      ],
    ] as [JSONValue])
  mutating func `refuses an environment that makes no sense`(_ body: JSONValue) {
    workspace.store("pg", type: "postgres", credentials: [:])
    #expect(answer("POST", ["environments"], body).status == 400)
  }

  @Test mutating func `wants a test before it answers one`() {
    workspace.store("pg", type: "postgres", credentials: [:])
    guard case .test(let connection) = workspace.take(Call("POST", ["connections", "pg", "test"]))
    else {
      Issue.record("no sign-in was wanted")
      return
    }
    #expect(
      workspace.tested(connection, cause: nil, request: "id")
        == Answer(200, ["connectionName": "pg", "cubeRequestId": "id"]))
    let failed = workspace.tested(connection, cause: "no such user", request: "id")
    #expect(failed.status == 400)
    #expect(failed.body?["underlyingErrorMessage"] == "no such user")
  }
}
