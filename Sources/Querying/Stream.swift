import COpenSSL
import Glibc

/// A conversation with a server, on which the calling thread waits, but neither beyond a deadline
/// nor for more than it is ready to take.
///
/// A class: the compiler forgot to end a noncopyable one that was read in a loop.
@safe
final class Stream {
  let place: Place
  private let socket: Int32
  private var tls: OpaquePointer?
  private var context: TLSContext?
  private var taken = 0

  init(to place: Place) throws(QueryError) {
    self.place = place
    socket = try Dialing.socket(to: place)
  }

  deinit {
    if let tls = unsafe tls { unsafe SSL_free(tls) }
    _ = Glibc.close(socket)
  }

  var isEncrypted: Bool { unsafe tls != nil }
  var isVerified: Bool { isEncrypted && place.channel.security == .verified }

  /// Whether the server may be shown the password as it is.
  var mayShowPassword: Bool {
    isVerified || place.channel.allowsCleartext || Channel.isLoopback(place.host)
  }

  /// Goes on in TLS; nothing may have been read ahead.
  func startTLS() throws(QueryError) {
    let channel = place.channel
    let context = try TLSContext.of(channel)
    guard let tls = unsafe context.conversation(over: socket) else {
      throw .tls(host: place.host, cause: "no memory is left")
    }
    self.context = context
    unsafe self.tls = tls
    let name = channel.name ?? Dialing.bare(place.host)
    if channel.security == .verified {
      guard unsafe cssl_expect(tls, name, Dialing.isAddress(name) ? 1 : 0) == 1 else {
        throw .tls(host: place.host, cause: "its name cannot stand in a certificate")
      }
    } else if !Dialing.isAddress(name) {
      _ = unsafe cssl_expect(tls, name, 0)
    }
    while true {
      ERR_clear_error()
      let outcome = unsafe SSL_connect(tls)
      if outcome == 1 { return }
      try unsafe wait(after: outcome, tls, until: place.connectBy) { cause in
        .tls(host: self.place.host, cause: cause)
      }
    }
  }

  /// What binds a sign-in to this channel; nothing where there is none.
  var endPoint: [UInt8] {
    guard let tls = unsafe tls else { return [] }
    var size: UInt32 = 0
    let digest = unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) {
      buffer, count in
      guard let base = buffer.baseAddress else { return }
      size = unsafe cssl_end_point(tls, base)
      count = Int(size)
    }
    return digest
  }

  /// Ends a conversation that goes on beyond its time, also where nobody has to wait in it.
  func checkTime() throws(QueryError) {
    guard ContinuousClock.now < place.endBy else { throw .timedOut(host: place.host) }
  }

  /// Sends every byte.
  func write(_ bytes: borrowing Span<UInt8>) throws(QueryError) {
    let total = bytes.count
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(QueryError) in
      guard let base = buffer.baseAddress else { return }
      var sent = 0
      while sent < total {
        sent += try unsafe writeSome(base + sent, total - sent)
      }
    }
  }

  private func writeSome(
    _ base: UnsafePointer<UInt8>, _ count: Int
  ) throws(QueryError) -> Int {
    while true {
      if let tls = unsafe tls {
        ERR_clear_error()
        let outcome = unsafe SSL_write(tls, base, Int32(clamping: count))
        if outcome > 0 { return Int(outcome) }
        try unsafe wait(after: outcome, tls, until: place.endBy) { _ in
          .broken(host: self.place.host)
        }
      } else {
        let outcome = unsafe send(socket, base, count, Int32(MSG_NOSIGNAL))
        if outcome >= 0 { return outcome }
        try waitAfterFailure(for: POLLOUT)
      }
    }
  }

  /// What has arrived, at most `most` bytes and at least one.
  func read(most: Int) throws(QueryError) -> [UInt8] {
    var failure: QueryError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, most)) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      do throws(QueryError) {
        count = try unsafe readSome(base, max(1, most))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    taken += bytes.count
    guard taken <= place.most else { throw .tooMuch(host: place.host) }
    return bytes
  }

  private func readSome(
    _ base: UnsafeMutablePointer<UInt8>, _ most: Int
  ) throws(QueryError) -> Int {
    while true {
      if let tls = unsafe tls {
        ERR_clear_error()
        let outcome = unsafe SSL_read(tls, base, Int32(clamping: most))
        if outcome > 0 { return Int(outcome) }
        try unsafe wait(after: outcome, tls, until: place.endBy) { cause in
          // From version 1.3 on a server says only afterwards that it wants to know us.
          cause.hasPrefix("tlsv1") || cause.hasPrefix("sslv3")
            ? .tls(host: self.place.host, cause: cause) : .broken(host: self.place.host)
        }
      } else {
        let outcome = unsafe recv(socket, base, most, 0)
        if outcome > 0 { return outcome }
        if outcome == 0 { throw .broken(host: place.host) }
        try waitAfterFailure(for: POLLIN)
      }
    }
  }

  private func waitAfterFailure(for events: Int32) throws(QueryError) {
    if errno == EINTR { return }
    guard errno == EAGAIN else { throw .broken(host: place.host) }
    guard Dialing.wait(for: events, on: socket, until: place.endBy) else {
      throw .timedOut(host: place.host)
    }
  }

  /// Waits for what TLS wants, or tells what is wrong.
  private func wait(
    after outcome: Int32, _ tls: OpaquePointer, until deadline: ContinuousClock.Instant,
    or failure: (String) -> QueryError
  ) throws(QueryError) {
    let events: Int32
    switch unsafe SSL_get_error(tls, outcome) {
    case SSL_ERROR_WANT_READ: events = POLLIN
    case SSL_ERROR_WANT_WRITE: events = POLLOUT
    default: throw failure(unsafe Self.cause(tls))
    }
    guard Dialing.wait(for: events, on: socket, until: deadline) else {
      throw .timedOut(host: place.host)
    }
  }

  /// OpenSSL's words, which are fixed; of a certificate what is wrong with it.
  private static func cause(_ tls: OpaquePointer) -> String {
    let verdict = unsafe SSL_get_verify_result(tls)
    if verdict != Int(X509_V_OK), unsafe SSL_get_verify_mode(tls) != SSL_VERIFY_NONE,
      let words = unsafe X509_verify_cert_error_string(verdict)
    {
      return unsafe String(cString: words)
    }
    let code = ERR_get_error()
    guard code != 0, let words = unsafe ERR_reason_error_string(code) else {
      return "the connection broke"
    }
    return unsafe String(cString: words).lowercased()
  }
}
