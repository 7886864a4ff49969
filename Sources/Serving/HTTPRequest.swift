/// What a client asked, read in full.
package struct HTTPRequest: Sendable {
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package let method: String
  /// The path as it was sent, escapes and all.
  package let path: String
  /// What stands between the slashes, escapes resolved.
  package let segments: [String]
  package let query: [Field]
  package let headers: [Field]
  package let body: [UInt8]
  /// Whether the body was longer than the server takes; `body` is empty then.
  package let isTooLarge: Bool

  package init(
    method: String, path: String, query: [Field] = [], headers: [Field] = [], body: [UInt8] = [],
    isTooLarge: Bool = false
  ) {
    self.method = method
    self.path = path
    self.segments = Percent.segments(of: path)
    self.query = query
    self.headers = headers
    self.body = body
    self.isTooLarge = isTooLarge
  }

  /// The first header of this name, which has no case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.count == name.count && $0.name.lowercased() == name.lowercased() }?
      .value
  }

  /// The first value of this name after the question mark.
  package func query(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }
}
