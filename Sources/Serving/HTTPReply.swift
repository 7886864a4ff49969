/// What a client is told, and how well the telling goes.
package struct HTTPReply: Sendable {
  package enum Delivery: Equatable, Sendable {
    case whole
    /// The promised length, but only half of it; then the connection closes.
    case half
    /// One byte after another, with this many milliseconds before each.
    case slow(milliseconds: Double)
    /// Nothing at all: the connection closes.
    case dropped
  }

  package var status: Int
  package var headers: [HTTPRequest.Field]
  package var body: [UInt8]
  package var delivery: Delivery

  package init(
    status: Int, headers: [HTTPRequest.Field] = [], body: [UInt8] = [],
    delivery: Delivery = .whole
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
  }
}
