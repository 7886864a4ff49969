import Profiles
import Redacting
import Sealing
import Transport

extension CloudClient {
  private static let longestWords = 300

  /// Asks when it is our turn, and again where that cannot do anything twice.
  func ask(
    _ method: Method, _ path: String, _ body: Secret? = nil
  ) async throws(CloudError) -> Answer {
    var headers = [
      Header("Authorization", prefix: "Basic ", authorization),
      Header("Accept", "application/json"),
    ]
    if body != nil { headers.append(Header("Content-Type", "application/json")) }
    let request = Request(
      method, base + path, headers: headers, body: body, security: security,
      limits: Limits(total: .seconds(60), answer: 8 << 20))
    var left = patience.budget
    var attempt = 0
    while true {
      if let pace {
        let wait = try await pace.place(atMost: left)
        left -= wait
        try await sleep(wait)
      }
      let answer: Answer
      do throws(TransportError) {
        answer = try await courier.send(request)
      } catch {
        throw .transport(error)
      }
      left -= answer.elapsed
      let pause: Duration
      switch answer.status {
      case 429:
        let told = CloudPatience.reset(answer.headers["x-ratelimit-reset"])
        pause = told ?? patience.pause(attempt)
        // Whoever else uses the key is told as well.
        try await pace?.close(for: pause)
        guard pause <= left else { throw .rateLimited(wait: pause) }
      // Only questions are asked again: a change may have been made, whatever the answer says.
      case 500...599 where method == .get:
        pause = patience.pause(attempt)
        guard pause <= left else { return try judged(answer) }
      default: return try judged(answer)
      }
      left -= pause
      try await sleep(pause)
      attempt += 1
    }
  }

  private func sleep(_ pause: Duration) async throws(CloudError) {
    guard pause > .zero else { return }
    do {
      try await Task.sleep(for: pause)
    } catch {
      throw .transport(.cancelled(sent: false))
    }
  }

  private func judged(_ answer: Answer) throws(CloudError) -> Answer {
    if (200..<300).contains(answer.status) {
      // A page that says yes in front of the service has not done anything.
      guard
        answer.body.count == 0 && answer.status == 204
          || CloudReading.isEnvelope(answer.body.span)
      else { throw .garbled("the answer cannot be read") }
      return answer
    }
    if (300..<400).contains(answer.status) { throw .redirected }
    guard let said = said(answer) else { throw .broken(status: answer.status, said: "") }
    switch answer.status {
    case 401: throw .refusedKey(Self.trouble(said), said: said)
    case 403: throw .forbidden(said: said)
    case 404, 410: throw .missing(said: said)
    case 400..<500: throw .refused(status: answer.status, said: said)
    default: throw .broken(status: answer.status, said: said)
    }
  }

  /// What the service itself says of an error; nil for the page of a gateway.
  private func said(_ answer: Answer) -> String? {
    guard let said = CloudReading.complaint(answer.body.span) else { return nil }
    let redaction = Redaction([keySecret, authorization])
    return Cleaned.text(redaction.text(said.bytes), limit: Self.longestWords)
  }

  private static func trouble(_ said: String) -> CloudError.KeyTrouble {
    let folded = said.lowercased()
    if folded.contains("not active") { return .inactive }
    return folded.contains("not found") ? .unknown : .other
  }
}
