import CCurl

/// How a transfer ended, as libcurl tells it before it lets go, and what that means.
struct Ending {
  let code: CURLcode
  let host: String
  /// Something of the request has left on a connection that was ready for it.
  let hasSent: Bool
  let systemError: Int32
  /// What the proxy answered when it was asked to connect us; 0 if it was not asked.
  let proxyStatus: Int
  /// libcurl's own words about this very case.
  let details: String

  /// Why there is no answer.
  ///
  /// Only where nothing of the request had left are libcurl's own words taken; otherwise fixed ones,
  /// as its own may quote the server, and a server may quote us.
  func error(limit: Int) -> TransportError {
    if hasSent {
      return switch code {
      case CURLE_OPERATION_TIMEDOUT: .timedOut(sent: true)
      case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR: .tooLarge(limit: limit)
      case CURLE_UNSUPPORTED_PROTOCOL: .broken(sent: true, cause: "the answer is not HTTP/1 or 2")
      case CURLE_SEND_FAIL_REWIND, CURLE_ABORTED_BY_CALLBACK:
        .broken(sent: true, cause: "a kept connection had died, and a change is not sent twice")
      default: .broken(sent: true, cause: Curl.words(for: code))
      }
    }
    if proxyStatus >= 300 {
      return .unreachable(host: host, cause: "the proxy refused with status \(proxyStatus)")
    }
    return switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badAddress(Curl.words(for: code))
    case CURLE_COULDNT_RESOLVE_HOST: .nameNotFound(host: host)
    case CURLE_COULDNT_RESOLVE_PROXY:
      .unreachable(host: host, cause: "the proxy's name was not found")
    case CURLE_COULDNT_CONNECT:
      .unreachable(
        host: host,
        cause: systemError == 0 ? Curl.words(for: code) : Curl.words(forSystem: systemError))
    case CURLE_OPERATION_TIMEDOUT: .timedOut(sent: false)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CERTPROBLEM,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CRL_BADFILE:
      .tls(host: host, cause: details.isEmpty ? Curl.words(for: code) : Curl.tidy(details))
    default: .broken(sent: false, cause: Curl.words(for: code))
    }
  }
}
