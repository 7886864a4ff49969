package import Sealing

/// What an HTTP server answered, whole, whatever its status.
package struct Answer: Sendable {
  package let status: Int
  package let headers: AnswerHeaders
  /// An answer may hold secrets, a new key for example.
  package let body: Secret
  /// From when the request had its turn.
  package let elapsed: Duration
}
