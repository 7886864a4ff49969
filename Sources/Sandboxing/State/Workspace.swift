/// All that Embeddable would know of one workspace: a call goes in, an outcome comes out.
package struct Workspace {
  let choices: Choices
  var connections = Shelf<StoredConnection>()
  var environments = Shelf<StoredEnvironment>()
  /// How often the mere mask of a secret was stored as if it were one.
  package internal(set) var hiddenStored = 0
  var lastRevision = 0

  package init(_ choices: Choices = Choices()) {
    self.choices = choices
  }

  /// Does what the call asks, if it may be done.
  package mutating func take(_ call: Call) -> Outcome {
    switch (call.segments.first, call.segments.count) {
    case ("connections", 1): .answer(takeConnections(call))
    case ("connections", 2): .answer(takeConnection(call, named: call.segments[1]))
    case ("connections", 3) where call.segments[2] == "test":
      takeTest(call, named: call.segments[1])
    case ("environments", 1): .answer(takeEnvironments(call))
    case ("environments", 2): .answer(takeEnvironment(call, named: call.segments[1]))
    // Nothing was ever published: no body, not even an empty list.
    case ("embeddables", 1): .answer(call.method == "GET" ? Answer(200) : notAllowed(call, "GET"))
    default:
      .answer(.framework(404, "Not Found", "No endpoint \(call.method) \(address(call))"))
    }
  }

  /// The answer to a test that was tried; `cause` is the driver's, if it failed.
  package func tested(_ connection: StoredConnection, cause: String?, request: String) -> Answer {
    if let cause {
      return Answer(
        choices.failedTestStatus,
        [
          "errorMessage": .string("Connection test failed for \"\(connection.name)\""),
          "underlyingErrorMessage": .string(cause),
        ])
    }
    if choices.answers == .legacy { return Answer(201, ["errorMessage": nil]) }
    return Answer(
      200, ["connectionName": .string(connection.name), "cubeRequestId": .string(request)])
  }

  private func takeTest(_ call: Call, named name: String) -> Outcome {
    guard call.method == "POST" else { return .answer(notAllowed(call, "POST")) }
    guard let connection = connections[name] else { return .answer(missing("Connection", name)) }
    return .test(connection)
  }

  func missing(_ kind: String, _ name: String) -> Answer {
    .refusal(choices.missingStatus, "\(kind) \"\(name)\" does not exist")
  }

  func duplicate(_ kind: String, _ name: String, code: String?) -> Answer {
    .refusal(choices.duplicateStatus, "\(kind) \"\(name)\" already exists", code: code)
  }

  func created(_ shown: JSONValue) -> Answer {
    Answer(201, choices.answers == .legacy ? ["errorMessage": nil] : shown)
  }

  var deleted: Answer {
    choices.deleteAnswer == .empty ? Answer(204) : Answer(200, ["errorMessage": nil])
  }

  func notAllowed(_ call: Call, _ allowed: String) -> Answer {
    .framework(
      405, "Method Not Allowed", "Method '\(call.method)' is not supported", allowed: allowed)
  }

  private func address(_ call: Call) -> String {
    "/api/v1/" + call.segments.joined(separator: "/")
  }
}
