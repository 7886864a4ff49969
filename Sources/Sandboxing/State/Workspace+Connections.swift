extension Workspace {
  mutating func takeConnections(_ call: Call) -> Answer {
    switch call.method {
    case "GET":
      Answer(200, ["connections": .array(connections.names.map { .string($0) })])
    case "POST": create(call.body)
    default: notAllowed(call, "GET, POST")
    }
  }

  mutating func takeConnection(_ call: Call, named name: String) -> Answer {
    switch call.method {
    case "GET":
      connections[name].map { Answer(200, $0.shown(choices.masking)) }
        ?? missing("Connection", name)
    case "PUT": replace(name, by: call.body)
    case "DELETE": delete(name)
    default: notAllowed(call, "GET, PUT, DELETE")
    }
  }

  /// Stores a connection whatever stood there, as somebody else would in the meantime.
  @discardableResult
  package mutating func store(
    _ name: String, type: String, credentials: JSONValue
  ) -> StoredConnection {
    lastRevision += 1
    let connection = StoredConnection(
      name: name, type: type, credentials: credentials, revision: lastRevision)
    connections[name] = connection
    return connection
  }

  /// Takes a connection away, whoever uses it.
  package mutating func remove(_ name: String) {
    connections[name] = nil
  }

  private mutating func create(_ body: JSONValue?) -> Answer {
    guard let body, body.members != nil else { return .invalid("the body is no JSON object") }
    guard let name = body["name"]?.text, !name.isEmpty else { return .invalid("name is missing") }
    guard let (type, credentials) = parts(of: body) else { return incomplete(body) }
    guard connections[name] == nil else { return duplicate("Connection", name, code: nil) }
    let shown = accept(name, type, credentials)
    return created(shown)
  }

  private mutating func replace(_ name: String, by body: JSONValue?) -> Answer {
    guard connections[name] != nil else { return missing("Connection", name) }
    guard let body, body.members != nil else { return .invalid("the body is no JSON object") }
    if choices.nameInPut == .verify, let given = body["name"], given.text != name {
      return .invalid("name is not that of the path")
    }
    guard let (type, credentials) = parts(of: body) else { return incomplete(body) }
    return Answer(200, accept(name, type, credentials))
  }

  private mutating func accept(
    _ name: String, _ type: String, _ credentials: JSONValue
  ) -> JSONValue {
    hiddenStored += Masks.secrets(in: credentials).count { $0 == Masks.hidden }
    return store(name, type: type, credentials: credentials).shown(choices.masking)
  }

  private mutating func delete(_ name: String) -> Answer {
    guard connections[name] != nil else { return missing("Connection", name) }
    if choices.deletedInUse == .refuse,
      let user = environments.all.first(where: { $0.mappings.contains { $0.connection == name } })
    {
      return .refusal(409, "Connection \"\(name)\" is used by environment \"\(user.name)\"")
    }
    connections[name] = nil
    return deleted
  }

  private func parts(of body: JSONValue) -> (type: String, credentials: JSONValue)? {
    guard let type = body["type"]?.text, !type.isEmpty,
      let credentials = body["credentials"], credentials.members != nil
    else { return nil }
    return (type, credentials)
  }

  private func incomplete(_ body: JSONValue) -> Answer {
    .invalid(
      body["type"]?.text?.isEmpty == false
        ? "credentials are missing or no object" : "type is missing")
  }
}
