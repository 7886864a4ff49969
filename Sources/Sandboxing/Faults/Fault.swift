/// What goes wrong with a request on purpose.
package struct Fault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case none
    /// Another answer instead, without doing anything.
    case status(Int, retryAfter: String?, reset: String?, body: String)
    /// A refusal whose text holds what the request held.
    case errorText(String, status: Int?)
    case dropBefore
    case dropAfter
    case halfAnswer
    case slowBody(milliseconds: Double)
    case wrongJSON
    case hugeAnswer(bytes: Int)
    /// A secret is refused this many times after it was stored; elsewhere the key is.
    case notYetVisible(times: Int)
  }

  package var kind = Kind.none
  /// How many milliseconds pass first.
  package var latency = 0.0
}

extension Fault {
  /// Reads one of the forms that the control door takes.
  init?(_ value: JSONValue) {
    guard let members = value.members, !members.isEmpty else { return nil }
    for member in members {
      switch member.key {
      case "latency":
        guard let latency = member.value.amount, latency >= 0 else { return nil }
        self.latency = latency
      // These say more about another.
      case "retryAfter", "rateLimitReset", "body": continue
      case "status" where value["errorText"] != nil: continue
      default:
        guard kind == .none, let kind = Self.kind(member.key, member.value, beside: value) else {
          return nil
        }
        self.kind = kind
      }
    }
  }

  private static func kind(_ key: String, _ value: JSONValue, beside all: JSONValue) -> Kind? {
    switch key {
    case "status":
      value.count.flatMap {
        guard 200...599 ~= $0 else { return nil }
        return .status(
          $0, retryAfter: all["retryAfter"]?.plain, reset: all["rateLimitReset"]?.plain,
          body: all["body"]?.plain ?? "")
      }
    case "errorText": value.text.map { .errorText($0, status: all["status"]?.count) }
    case "dropBefore": .dropBefore
    case "dropAfter": .dropAfter
    case "halfAnswer": .halfAnswer
    case "wrongJSON": .wrongJSON
    case "slowBody": value.amount.map { .slowBody(milliseconds: max(0, $0)) }
    case "hugeAnswer": value.count.map { .hugeAnswer(bytes: max(0, $0)) }
    case "notYetVisible": value.count.map { .notYetVisible(times: $0) }
    default: nil
    }
  }
}

extension JSONValue {
  /// Text as it is, anything else as JSON.
  fileprivate var plain: String {
    text ?? String(decoding: bytes, as: UTF8.self)
  }
}
