package import Sealing

/// What is asked of an HTTP server.
package struct Request: Sendable {
  package let method: Method
  /// Whole, as it goes over the wire: anything special in it is percent-encoded already.
  package let url: String
  package var headers: [Header]
  /// Lent to libcurl piece by piece.
  package var body: Secret?
  package var security: Security
  package var limits: Limits
  /// Whether nothing is lost if it is sent again: libcurl does so where a kept connection dies.
  package var isRepeatable: Bool

  package init(
    _ method: Method, _ url: String, headers: [Header] = [], body: Secret? = nil,
    security: Security = .verified, limits: Limits = Limits(), isRepeatable: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.security = security
    self.limits = limits
    self.isRepeatable = isRepeatable || !method.changes
  }
}
