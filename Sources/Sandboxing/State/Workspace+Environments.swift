extension Workspace {
  /// The environment that is always there, unseen: each data source is the connection of its name.
  private static let implicit = "default"
  private static let duplicateCode = "BUILDER-018"

  mutating func takeEnvironments(_ call: Call) -> Answer {
    switch call.method {
    case "GET":
      Answer(200, ["environments": .array(environments.names.map { .string($0) })])
    case "POST": createEnvironment(call.body)
    default: notAllowed(call, "GET, POST")
    }
  }

  mutating func takeEnvironment(_ call: Call, named name: String) -> Answer {
    switch call.method {
    case "GET":
      return environments[name].map { Answer(200, $0.shown) } ?? missing("Environment", name)
    case "PUT", "DELETE":
      if name == Self.implicit { return .invalid("environment \"default\" is reserved") }
      guard environments[name] != nil else { return missing("Environment", name) }
      if call.method == "PUT" { return replaceEnvironment(name, by: call.body) }
      environments[name] = nil
      return deleted
    default:
      return notAllowed(call, "GET, PUT, DELETE")
    }
  }

  /// Stores an environment whatever stood there, as somebody else would in the meantime.
  package mutating func store(_ environment: StoredEnvironment) {
    environments[environment.name] = environment
  }

  /// Takes an environment away.
  package mutating func removeEnvironment(_ name: String) {
    environments[name] = nil
  }

  /// The mappings of a body, or why they are none.
  static func mappings(
    of body: JSONValue?
  ) -> Result<[StoredEnvironment.Mapping], EnvironmentFlaw> {
    guard let elements = body?["datasources"]?.elements else {
      return .failure(EnvironmentFlaw(text: "datasources are missing or no array"))
    }
    var mappings: [StoredEnvironment.Mapping] = []
    for element in elements {
      guard let source = element["data_source"]?.text, !source.isEmpty,
        let connection = element["connection"]?.text, !connection.isEmpty
      else { return .failure(EnvironmentFlaw(text: "a data source is incomplete")) }
      guard !mappings.contains(where: { $0.dataSource == source }) else {
        return .failure(EnvironmentFlaw(text: "data source \"\(source)\" is mapped twice"))
      }
      mappings.append(.init(dataSource: source, connection: connection))
    }
    return .success(mappings)
  }

  private mutating func createEnvironment(_ body: JSONValue?) -> Answer {
    guard let name = body?["name"]?.text, !name.isEmpty else { return .invalid("name is missing") }
    guard name != Self.implicit, environments[name] == nil else {
      return duplicate("Environment", name, code: Self.duplicateCode)
    }
    return accept(name, body, status: 201)
  }

  private mutating func replaceEnvironment(_ name: String, by body: JSONValue?) -> Answer {
    if choices.nameInPut == .verify, let given = body?["name"], given.text != name {
      return .invalid("name is not that of the path")
    }
    return accept(name, body, status: 200)
  }

  private mutating func accept(
    _ name: String, _ body: JSONValue?, status: Int
  ) -> Answer {
    switch Self.mappings(of: body) {
    case .failure(let flaw): return .invalid(flaw.text)
    case .success(let mappings):
      if choices.missingConnection == .refuse,
        let absent = mappings.first(where: { connections[$0.connection] == nil })
      {
        return .invalid("connection \"\(absent.connection)\" does not exist")
      }
      let environment = StoredEnvironment(name: name, mappings: mappings)
      environments[name] = environment
      return status == 201 ? created(environment.shown) : Answer(status, environment.shown)
    }
  }
}

/// What is wrong with the body of an environment.
struct EnvironmentFlaw: Error, Equatable {
  let text: String
}
