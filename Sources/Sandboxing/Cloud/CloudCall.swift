/// A request to the stand-in for ClickHouse Cloud, without the wire.
package struct CloudCall: Sendable {
  package let method: String
  /// What follows `/v1`.
  package let segments: [String]
  package let body: JSONValue?
  package let pair: CloudKeyRecord.Pair?

  package init(
    _ method: String, _ segments: [String], _ body: JSONValue? = nil,
    by pair: CloudKeyRecord.Pair?
  ) {
    self.method = method
    self.segments = segments
    self.body = body
    self.pair = pair
  }
}

/// What the stand-in says, without the wire.
package struct CloudAnswer: Equatable, Sendable {
  package let status: Int
  package var result: JSONValue?
  package var error: String?
  /// Seconds after which the key may ask again.
  package var reset: Double?

  static func done(_ result: JSONValue? = nil) -> CloudAnswer {
    CloudAnswer(status: 200, result: result)
  }

  static func refusal(_ status: Int, _ error: String) -> CloudAnswer {
    CloudAnswer(status: status, error: error)
  }

  static func invalid(_ error: String) -> CloudAnswer {
    refusal(400, "BAD_REQUEST: " + error)
  }

  static let missing = refusal(404, "NOT_FOUND: Resource is not found")
  static let unknownKey = refusal(401, "UNAUTHORIZED: Key is not found")
  static let inactiveKey = refusal(401, "UNAUTHORIZED: Key is not active")
  static let forbidden = refusal(403, "FORBIDDEN: The key lacks the permission for this operation")

  /// The envelope around it.
  package func envelope(request: String) -> JSONValue {
    var members: [JSONValue.Member] = [.init("status", .number(String(status)))]
    if let error { members.append(.init("error", .string(error))) }
    members.append(.init("requestId", .string(request)))
    if let result { members.append(.init("result", result)) }
    return .object(members)
  }
}
