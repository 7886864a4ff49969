import CCurl

/// Where a request goes, read by libcurl's own reader so that there are no two opinions.
struct Address: Sendable {
  /// Far more than any service takes.
  private static let longest = 16 * 1_024

  let url: String
  let host: String
  let isPlain: Bool
  /// Scheme, host and port: what shares connections.
  let origin: String

  /// Refuses what is neither `http` nor `https`, holds a password, or is not wholly encoded.
  init(_ url: String) throws(TransportError) {
    guard url.utf8.count <= Self.longest else { throw .badAddress("it is too long") }
    for byte in url.utf8 where !Self.isEncoded(byte) {
      throw .badAddress("it holds a character that must be percent-encoded")
    }
    // libcurl would forgive a third slash, and take the path for the host.
    guard !url.utf8.drop(while: { $0 != UInt8(ascii: ":") }).starts(with: ":///".utf8) else {
      throw .badAddress("it names no host")
    }
    guard let handle = unsafe curl_url() else { throw .cannotStart("no memory is left") }
    defer { unsafe curl_url_cleanup(handle) }
    let outcome = unsafe curl_url_set(
      handle, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
    switch outcome {
    case CURLUE_OK: break
    case CURLUE_USER_NOT_ALLOWED: throw .badAddress("it holds a user name")
    case CURLUE_UNSUPPORTED_SCHEME: throw .badAddress("it begins with neither https:// nor http://")
    default: throw .badAddress("it is not an address of the form https://HOST/PATH")
    }
    let scheme = unsafe Self.part(CURLUPART_SCHEME, of: handle)
    let port = unsafe Self.part(CURLUPART_PORT, of: handle)
    host = unsafe Self.part(CURLUPART_HOST, of: handle)
    guard scheme == "https" || scheme == "http" else {
      throw .badAddress("it begins with neither https:// nor http://")
    }
    guard !host.isEmpty else { throw .badAddress("it names no host") }
    self.url = url
    isPlain = scheme == "http"
    origin = scheme + "://" + host + ":" + port
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String {
    var text: UnsafeMutablePointer<CChar>?
    let outcome = unsafe curl_url_get(handle, part, &text, UInt32(CURLU_DEFAULT_PORT))
    guard outcome == CURLUE_OK, let text = unsafe text else { return "" }
    defer { unsafe curl_free(text) }
    return unsafe String(cString: text)
  }

  /// Printable ASCII without what no address holds as it is, nor `#`, behind which nothing is sent.
  private static func isEncoded(_ byte: UInt8) -> Bool {
    guard byte > 0x20, byte < 0x7F else { return false }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
      UInt8(ascii: "|"), UInt8(ascii: "}"):
      return false
    default: return true
    }
  }
}
