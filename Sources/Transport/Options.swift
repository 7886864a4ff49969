import CCurl

/// Sets the options of a handle and remembers the first that libcurl refused.
@safe
struct Options {
  private let easy: UnsafeMutableRawPointer
  private var failure = CURLE_OK

  @unsafe init(_ easy: UnsafeMutableRawPointer) {
    unsafe self.easy = easy
  }

  /// Fails if anything could not be set: a request goes out as asked for, or not at all.
  func check() throws(TransportError) {
    guard failure == CURLE_OK else { throw .cannotStart(Curl.words(for: failure)) }
  }

  mutating func note(_ outcome: CURLcode) {
    if failure == CURLE_OK { failure = outcome }
  }

  /// What is the same for every request.
  mutating func setOnce(_ settings: Courier.Settings) {
    set(CURLOPT_NOSIGNAL, true)
    unsafe note(ccurl_set_quick_exit(easy))
    // Only where we were told to go, and by no way that anybody else thought of.
    set(CURLOPT_FOLLOWLOCATION, false)
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_PATH_AS_IS, true)
    set(CURLOPT_HTTP09_ALLOWED, false)
    // An empty text, not none, keeps libcurl from asking the environment.
    set(CURLOPT_PROXY, settings.proxy ?? "")
    set(CURLOPT_NOPROXY, settings.noProxy ?? "")
    // A proxy is told where to connect, not what is meant for the server.
    set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
    for (peer, host) in [
      (CURLOPT_SSL_VERIFYPEER, CURLOPT_SSL_VERIFYHOST),
      (CURLOPT_PROXY_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYHOST),
    ] {
      set(peer, true)
      set(host, 2)
    }
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let caFile = settings.caFile {
      set(CURLOPT_CAINFO, caFile)
      set(CURLOPT_CAPATH, nil)
      set(CURLOPT_PROXY_CAINFO, caFile)
      set(CURLOPT_PROXY_CAPATH, nil)
    }
    set(CURLOPT_USERAGENT, settings.userAgent)
    // The smallest that libcurl takes: what it copies of a body there is not wiped.
    set(CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1_024)
  }

  /// What is of this request; everything that another request could have set is set again.
  ///
  /// `wasPlain` is what the handle was set for before, as schemes are dear to set.
  mutating func set(_ order: Order, wasPlain: Bool?) {
    let request = order.request
    let isPlain = order.address.isPlain
    if wasPlain != isPlain { unsafe note(ccurl_set_schemes(easy, isPlain ? 1 : 0)) }
    set(CURLOPT_URL, order.address.url)
    unsafe note(ccurl_set_headers(easy, order.headers.first))
    // With TLS the server may choose HTTP/2; the others then wait to share that connection.
    set(
      CURLOPT_HTTP_VERSION,
      Int(isPlain ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS))
    set(CURLOPT_PIPEWAIT, !isPlain)
    set(CURLOPT_FRESH_CONNECT, order.needsFreshConnection)
    set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.limits.connect))
    set(CURLOPT_TIMEOUT_MS, Self.milliseconds(request.limits.total))
    unsafe note(
      ccurl_set_size(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(request.limits.answer, 1))))
    if request.body != nil || [.post, .put, .patch].contains(request.method) {
      set(CURLOPT_POST, true)
      unsafe note(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(order.bodyCount)))
      set(CURLOPT_CUSTOMREQUEST, request.method == .post ? nil : request.method.rawValue)
    } else {
      set(CURLOPT_HTTPGET, true)
      set(CURLOPT_CUSTOMREQUEST, request.method == .get ? nil : request.method.rawValue)
    }
  }

  private mutating func set(_ option: CURLoption, _ isOn: Bool) { set(option, isOn ? 1 : 0) }

  private mutating func set(_ option: CURLoption, _ number: Int) {
    unsafe note(ccurl_set_number(easy, option, number))
  }

  private mutating func set(_ option: CURLoption, _ text: String?) {
    unsafe note(ccurl_set_text(easy, option, text))
  }

  /// At least one, as none would mean no limit.
  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    let longest: Int64 = 24 * 60 * 60
    let whole = min(max(seconds, 0), longest) * 1_000 + max(attoseconds, 0) / 1_000_000_000_000_000
    return max(Int(whole), 1)
  }
}
