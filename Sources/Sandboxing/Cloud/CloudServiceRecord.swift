/// A service as the stand-in tells of it.
package struct CloudServiceRecord: Equatable, Sendable {
  package struct Endpoint: Equatable, Sendable {
    package let kind: String
    package let host: String
    package let port: Int

    package init(kind: String, host: String, port: Int) {
      self.kind = kind
      self.host = host
      self.port = port
    }
  }

  package let id: String
  package let name: String
  package var region = "eu-central-1"
  package var state = "running"
  package var endpoints: [Endpoint] = []
  package var ipAccess: [String] = ["0.0.0.0/0"]

  package init(name: String) {
    id = Identifier.random()
    self.name = name
  }

  /// Reads what the control door is told.
  init?(_ name: String, _ value: JSONValue?) {
    self.init(name: name)
    if let state = value?["state"]?.text { self.state = state }
    if let region = value?["region"]?.text { self.region = region }
    if let list = value?["ipAccessList"]?.elements { ipAccess = list.compactMap(\.text) }
    for endpoint in value?["endpoints"]?.elements ?? [] {
      guard let kind = endpoint["protocol"]?.text, let host = endpoint["host"]?.text,
        let port = endpoint["port"]?.count
      else { return nil }
      endpoints.append(.init(kind: kind, host: host, port: port))
    }
  }

  var shown: JSONValue {
    [
      "id": .string(id), "name": .string(name), "provider": "aws", "region": .string(region),
      "state": .string(state),
      "endpoints": .array(
        endpoints.map { endpoint in
          [
            "protocol": .string(endpoint.kind), "host": .string(endpoint.host),
            "port": .number(String(endpoint.port)), "username": "default",
          ]
        }),
      "ipAccessList": .array(
        ipAccess.map { ["source": .string($0), "description": ""] }),
      "isPrimary": true, "isReadonly": false,
    ]
  }
}
