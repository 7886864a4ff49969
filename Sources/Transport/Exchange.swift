import CCurl
import Sealing

/// One handle of libcurl, and the request that it carries at the moment.
///
/// A handle is used again and again, as making one costs more than a request on a kept connection.
@safe
final class Exchange {
  private let easy: UnsafeMutableRawPointer
  private let details: UnsafeMutablePointer<CChar>
  private var order: Order?
  private var reply: Inbox.Reply?
  private var wasPlain: Bool?
  private var bodySent = 0
  private var headers = AnswerHeaders()
  private var body = Pieces()
  private var isTooLarge = false

  /// Makes a handle with all that is the same for every request.
  init(_ settings: Courier.Settings) throws(TransportError) {
    guard let easy = unsafe curl_easy_init() else { throw .cannotStart("no memory is left") }
    unsafe self.easy = easy
    unsafe details = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe details.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
    var options = unsafe Options(easy)
    unsafe options.note(ccurl_set_callbacks(easy, readBody, writeBody, writeHeader, owner))
    unsafe options.note(ccurl_set_error_text(easy, details))
    options.setOnce(settings)
    try options.check()
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe details.deallocate()
  }

  /// Whose handle this is.
  @unsafe static func owner(of easy: UnsafeMutableRawPointer) -> Exchange? {
    guard let owner = unsafe ccurl_owner(easy) else { return nil }
    return unsafe Unmanaged<Exchange>.fromOpaque(owner).takeUnretainedValue()
  }

  /// Hands a request to libcurl.
  func begin(_ order: Order, _ reply: Inbox.Reply, on inbox: Inbox) throws(TransportError) {
    self.order = order
    unsafe details.pointee = 0
    var options = unsafe Options(easy)
    options.set(order, wasPlain: wasPlain)
    wasPlain = nil
    do throws(TransportError) {
      try options.check()
      let outcome = unsafe curl_multi_add_handle(inbox.multi, easy)
      guard outcome == CURLM_OK else {
        throw .broken(sent: false, cause: Curl.words(for: outcome))
      }
    } catch {
      forget()
      throw error
    }
    wasPlain = order.address.isPlain
    self.reply = reply
  }

  /// Takes the request back from libcurl, which keeps no address of it.
  func end(on inbox: Inbox) -> (Order, Inbox.Reply)? {
    guard let order, let reply else { return nil }
    _ = unsafe curl_multi_remove_handle(inbox.multi, easy)
    forget()
    return (order, reply)
  }

  private func forget() {
    _ = unsafe ccurl_set_headers(easy, nil)
    order = nil
    reply = nil
    bodySent = 0
    headers = AnswerHeaders()
    body = Pieces()
    isTooLarge = false
  }

  // MARK: What became of it

  /// Whether something of the request has left.
  ///
  /// What a proxy was told, and how TLS was agreed on, is not yet the request.
  var hasSent: Bool {
    unsafe ccurl_number(easy, CURLINFO_REQUEST_SIZE) > 0
      && ccurl_microseconds(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
  }

  func outcome(_ code: CURLcode) -> Order.Outcome {
    guard code == CURLE_OK, !isTooLarge else { return .failure(failure(code)) }
    // libcurl is content with an answer that breaks off in the middle of its headers.
    guard headers.isWhole else { return .failure(failure(CURLE_PARTIAL_FILE)) }
    return .success(
      Answer(
        status: unsafe ccurl_number(easy, CURLINFO_RESPONSE_CODE), headers: headers,
        body: body.take(),
        elapsed: .microseconds(unsafe ccurl_microseconds(easy, CURLINFO_TOTAL_TIME_T))))
  }

  private func failure(_ code: CURLcode) -> TransportError {
    let limit = order?.request.limits.answer ?? 0
    if isTooLarge { return .tooLarge(limit: limit) }
    let ending = Ending(
      code: code, host: order?.address.host ?? "", hasSent: hasSent,
      systemError: Int32(truncatingIfNeeded: unsafe ccurl_number(easy, CURLINFO_OS_ERRNO)),
      proxyStatus: unsafe ccurl_number(easy, CURLINFO_HTTP_CONNECTCODE),
      details: unsafe String(cString: details))
    return ending.error(limit: limit)
  }

  // MARK: What libcurl calls

  /// Fills in the next bytes of the body; no number of them means that it must not be sent again.
  fileprivate func fill(_ room: UnsafeMutableRawBufferPointer) -> Int? {
    guard let body = order?.request.body, body.count > 0 else { return 0 }
    // libcurl knows the length and asks for nothing beyond it, unless it begins anew.
    guard bodySent < body.count else { return nil }
    let count = min(room.count, body.count - bodySent)
    let start = bodySent
    let bytes = body.span
    unsafe bytes.withUnsafeBytes { all in
      unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + count]))
    }
    bodySent += count
    return count
  }

  /// Takes bytes of the answer's body; says no to what is too much.
  fileprivate func take(_ bytes: borrowing Span<UInt8>) -> Bool {
    guard let limit = order?.request.limits.answer, body.count + bytes.count <= limit else {
      isTooLarge = true
      return false
    }
    body.add(bytes)
    return true
  }

  fileprivate func takeHeader(_ line: borrowing Span<UInt8>) -> Bool {
    headers.add(line)
    if headers.seen > AnswerHeaders.most { isTooLarge = true }
    return !isTooLarge
  }
}

private let readBody: ccurl_piece = { address, size, count, owner in
  guard let address = unsafe address, let owner = unsafe owner else { return 0 }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(owner).takeUnretainedValue()
  let room = unsafe UnsafeMutableRawBufferPointer(start: address, count: size * count)
  return unsafe exchange.fill(room) ?? Int(CURL_READFUNC_ABORT)
}

private let writeBody: ccurl_piece = { address, size, count, owner in
  guard let address = unsafe address, let owner = unsafe owner else { return 0 }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(owner).takeUnretainedValue()
  return unsafe lend(address, size * count) { exchange.take($0) } ? size * count : 0
}

private let writeHeader: ccurl_piece = { address, size, count, owner in
  guard let address = unsafe address, let owner = unsafe owner else { return 0 }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(owner).takeUnretainedValue()
  return unsafe lend(address, size * count) { exchange.takeHeader($0) } ? size * count : 0
}

/// Lends what libcurl holds for the time of a call.
private func lend(
  _ address: UnsafePointer<CChar>, _ count: Int, to take: (borrowing Span<UInt8>) -> Bool
) -> Bool {
  unsafe address.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
    unsafe take(Span(_unsafeStart: bytes, count: count))
  }
}
