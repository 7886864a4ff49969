package import Sandboxing

/// What can be arranged and seen through the control door of a sandbox.
package protocol SandboxDoor {
  var client: LoopbackClient { get }
}

extension SandboxDoor {
  package var url: String { "http://127.0.0.1:\(client.port)" }

  /// Goes through the control door.
  @discardableResult
  package func control(
    _ method: String, _ path: String, _ body: JSONValue? = nil
  ) throws -> JSONValue? {
    let reply = try client.ask(method, "/_sandbox/" + path, body)
    guard 200...299 ~= reply.status else {
      throw Stranger.Failed(text: "\(method) \(path): \(reply.status)")
    }
    return reply.json
  }

  /// Lets a fault befall requests that match, after so many, and so many times or from now on.
  package func fault(
    _ fault: JSONValue, method: String? = nil, path: String = "/api/**", skip: Int = 0,
    times: Int? = nil
  ) throws {
    let match: JSONValue = [
      "method": method.map { .string($0) } ?? .null, "path": .string(path),
    ]
    try control(
      "POST", "faults",
      [
        [
          "match": match, "skip": .number(String(skip)),
          "times": times.map { .number(String($0)) } ?? .null, "fault": fault,
        ]
      ])
  }

  /// A number of `counts`.
  package func count(_ name: String) throws -> Int {
    try control("GET", "counts")?[name]?.count ?? -1
  }

  /// A connection as it is stored, secrets included.
  package func stored(_ name: String, workspace: Int = 0) throws -> JSONValue? {
    let rooms = try control("GET", "connections")?["workspaces"]?.elements ?? []
    guard rooms.indices.contains(workspace) else { return nil }
    return rooms[workspace]["connections"]?.elements?.first { $0["name"] == .string(name) }
  }
}
