/// What a request asks for.
package enum Method: String, Sendable, CaseIterable {
  case get = "GET"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"

  /// Whether the other side may be another afterwards, so that it must not be asked twice.
  package var changes: Bool { self != .get }
}
