/// A connection as it was last accepted.
package struct StoredConnection: Equatable, Sendable {
  package let name: String
  package let type: String
  package let credentials: JSONValue
  /// Never the same again, so that a fault can tell a new secret from one known for long.
  package let revision: Int

  /// What a reader is shown.
  func shown(_ masking: Choices.Masking?) -> JSONValue {
    let visible = masking.map { Masks.masked(credentials, $0) } ?? credentials
    return [
      "name": .string(name), "type": .string(type), "credentials": visible,
      "concurrency": nil,
    ]
  }
}

/// Which data source takes its data from which connection.
package struct StoredEnvironment: Equatable, Sendable {
  package struct Mapping: Equatable, Sendable {
    package let dataSource: String
    package let connection: String
  }

  package let name: String
  package let mappings: [Mapping]

  var shown: JSONValue {
    [
      "name": .string(name),
      "datasources": .array(
        mappings.map {
          ["data_source": .string($0.dataSource), "connection": .string($0.connection)]
        }),
    ]
  }
}
