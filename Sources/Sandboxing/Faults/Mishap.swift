import Serving

extension Fault {
  /// What happens instead of what was asked; nil lets it happen.
  func instead(_ call: HTTPRequest, password: String, _ choices: Choices) -> HTTPReply? {
    switch kind {
    case .dropBefore: return HTTPReply(status: 0, delivery: .dropped)
    case .status(let status, let retryAfter, let reset, let body):
      var headers = Sandbox.headers
      if let retryAfter { headers.append(.init("Retry-After", retryAfter)) }
      if let reset { headers.append(.init("X-RateLimit-Reset", reset)) }
      return HTTPReply(status: status, headers: headers, body: Array(body.utf8))
    case .errorText(let text, let status):
      let filled = Echo.filled(
        text, authorization: call.header("Authorization") ?? "", password: password)
      if call.isForCloud { return Sandbox.reply(CloudAnswer.refusal(status ?? 400, filled)) }
      let body: JSONValue = [
        "errorMessage": "Connection test failed", "underlyingErrorMessage": .string(filled),
      ]
      let isTest = call.segments.last == "test"
      return HTTPReply(
        status: status ?? (isTest ? choices.failedTestStatus : 400), headers: Sandbox.headers,
        body: (isTest ? body : ["errorMessage": .string(filled)]).bytes)
    default: return nil
    }
  }

  /// What becomes of an answer whose cause has taken effect.
  func spoiled(_ reply: HTTPReply) -> HTTPReply {
    var reply = reply
    switch kind {
    case .dropAfter: reply.delivery = .dropped
    case .halfAnswer:
      // Half of nothing would be a whole answer.
      if reply.body.count < 2 { reply.body = Array("{}".utf8) }
      if reply.status == 204 { reply.status = 200 }
      reply.delivery = .half
    case .slowBody(let milliseconds): reply.delivery = .slow(milliseconds: milliseconds)
    case .wrongJSON:
      if reply.status == 204 { reply.status = 200 }
      reply.body = Array("{\"name\":\"\\q,,".utf8)
    case .hugeAnswer(let bytes):
      if reply.status == 204 { reply.status = 200 }
      let frame = JSONValue.object([.init("errorMessage", .string(""))]).bytes
      let filling = [UInt8](repeating: UInt8(ascii: "x"), count: max(0, bytes - frame.count))
      reply.body = Array(frame.dropLast(2)) + filling + Array(frame.suffix(2))
    default: break
    }
    return reply
  }
}
