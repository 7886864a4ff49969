import Host
import Serving
import Synchronization

/// The part that stands in for ClickHouse Cloud: everything below `/v1`.
extension Sandbox {
  func cloud(_ request: HTTPRequest, _ body: JSONValue?, _ fault: Fault) -> HTTPReply {
    let pair = Self.pair(request.header("Authorization"))
    if case .notYetVisible(let times) = fault.kind,
      state.withLock({ $0.refuses("cloud " + (pair?.keyID ?? ""), times: times) })
    {
      return Self.reply(CloudAnswer.unknownKey)
    }
    if request.isTooLarge { return Self.reply(CloudAnswer.refusal(413, "Payload Too Large")) }
    guard request.body.isEmpty || body?.members != nil else {
      return Self.reply(CloudAnswer.invalid("The body is no JSON object"))
    }
    let call = CloudCall(
      request.method, Array(request.segments.dropFirst()), body, by: pair)
    return Self.reply(
      state.withLock { state in
        let answer = state.cloud.take(call, at: Clock.wallMilliseconds)
        state.settlePasswords()
        return answer
      })
  }

  static func reply(_ answer: CloudAnswer) -> HTTPReply {
    var headers = headers
    if let reset = answer.reset { headers.append(.init("X-RateLimit-Reset", String(reset))) }
    return HTTPReply(
      status: answer.status, headers: headers,
      body: answer.envelope(request: Identifier.random()).bytes)
  }

  /// Who signs in by this header.
  static func pair(_ authorization: String?) -> CloudKeyRecord.Pair? {
    guard let authorization, authorization.hasPrefix("Basic "),
      let bytes = Base64.decoded(String(authorization.dropFirst(6))),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return .init(
      keyID: String(decoding: bytes[..<colon], as: UTF8.self),
      keySecret: String(decoding: bytes[(colon + 1)...], as: UTF8.self))
  }

  /// The control door's part: what there is, and changes by somebody else.
  func controlCloud(_ request: HTTPRequest, _ path: [String], _ body: JSONValue?) -> Answer? {
    state.withLock { state in
      switch (path.first, path.count, request.method) {
      case (nil, 0, "GET"):
        return Answer(
          200,
          [
            "organization": .string(state.cloud.id),
            "keys": .array(state.cloud.keys.all.map(\.shown)),
            "services": .array(state.cloud.services.all.map(\.shown)),
          ])
      case ("services"?, 2, "PUT"):
        guard let service = CloudServiceRecord(path[1], body) else {
          return .invalid("an endpoint is not understood")
        }
        state.cloud.services[path[1]] = service
        return Answer(204)
      case ("services"?, 2, "DELETE"):
        state.cloud.services[path[1]] = nil
        return Answer(204)
      case ("keys"?, 1, "POST"), ("keys"?, 2, "PATCH"), ("keys"?, 2, "DELETE"):
        let answer = state.cloud.behind(
          request.method, path, body ?? [:], at: Clock.wallMilliseconds)
        return Answer(answer.status, answer.envelope(request: Identifier.random()))
      default: return nil
      }
    }
  }
}

extension CloudAccount {
  /// Does to keys what a person in the console would.
  mutating func behind(
    _ method: String, _ path: [String], _ body: JSONValue, at now: Int64
  ) -> CloudAnswer {
    let person = CloudKeyRecord(
      id: "console", name: "", keyIDHash: "", secretHash: "", suffix: "", roles: [.admin],
      oldRoles: [], createdAt: now, knownAt: now)
    return takeKeys(
      CloudCall(method, ["organizations", id] + path, body, by: nil), by: person, at: now)
  }
}
