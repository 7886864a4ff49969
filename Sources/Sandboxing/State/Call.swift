/// A request to the stand-in, without the wire.
package struct Call: Sendable {
  package let method: String
  /// What follows `/api/v1`.
  package let segments: [String]
  /// The body, if it is JSON.
  package let body: JSONValue?

  package init(_ method: String, _ segments: [String], _ body: JSONValue? = nil) {
    self.method = method
    self.segments = segments
    self.body = body
  }
}

/// What the stand-in says, without the wire.
package struct Answer: Equatable, Sendable {
  package let status: Int
  package let body: JSONValue?
  /// The methods that would have been right.
  package var allowed: String?

  package init(_ status: Int, _ body: JSONValue? = nil, allowed: String? = nil) {
    self.status = status
    self.body = body
    self.allowed = allowed
  }

  /// A refusal in Embeddable's words.
  static func refusal(_ status: Int, _ message: String, code: String? = nil) -> Answer {
    var members: [JSONValue.Member] = [.init("errorMessage", .string(message))]
    if let code { members.append(.init("errorCode", .string(code))) }
    return Answer(status, .object(members))
  }

  /// The refusal of a body.
  static func invalid(_ message: String) -> Answer {
    refusal(400, message, code: "BUILDER-996")
  }

  /// A refusal in the words of the framework below, which knows the address but not the thing.
  static func framework(_ status: Int, _ error: String, _ message: String, allowed: String? = nil)
    -> Answer
  {
    Answer(
      status,
      ["status": .number(String(status)), "error": .string(error), "message": .string(message)],
      allowed: allowed)
  }
}

/// What comes of a call: an answer, or a sign-in that has to be tried first.
package enum Outcome: Equatable, Sendable {
  case answer(Answer)
  case test(StoredConnection)
}
