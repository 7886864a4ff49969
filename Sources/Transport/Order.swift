import Sealing
import Synchronization

/// A request that was found to be fit to be sent, and whether it is still wanted.
final class Order: Sendable {
  typealias Outcome = Result<Answer, TransportError>

  let number: UInt64
  let request: Request
  let address: Address
  let headers: HeaderList
  private let isCalledOff = Atomic(false)
  private let isEnded = Atomic(false)

  init(_ request: Request, number: UInt64) throws(TransportError) {
    self.number = number
    self.request = request
    address = try Address(request.url)
    guard !address.isPlain || request.security == .plain else {
      throw .forbiddenPlain(host: address.host)
    }
    headers = try HeaderList(request)
  }

  /// Whether somebody gave up on it, perhaps before the loop had seen it.
  var isCancelled: Bool { isCalledOff.load(ordering: .acquiring) }

  func cancel() { isCalledOff.store(true, ordering: .releasing) }

  /// Says that what became of it is about to be told.
  ///
  /// A continuation orders the two sides already, but in a way that the thread sanitizer does not
  /// always see.
  func end() { isEnded.store(true, ordering: .releasing) }

  /// Whether it was said; asked by whoever was told.
  var hasEnded: Bool { isEnded.load(ordering: .acquiring) }

  /// How many bytes the body has.
  var bodyCount: Int { request.body?.count ?? 0 }

  /// Whether nothing but a new connection keeps libcurl from asking twice.
  ///
  /// It asks again when a kept connection dies, unless a body that it cannot rewind has left.
  var needsFreshConnection: Bool { !request.isRepeatable && bodyCount == 0 }
}
