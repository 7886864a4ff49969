/// How long a request may take and how large its answer may be.
package struct Limits: Sendable, Equatable {
  /// To look up the name, connect and agree on TLS.
  package var connect: Duration
  /// For everything, from when the request has its turn to the answer's last byte.
  package var total: Duration
  /// The most bytes that the body of the answer may have.
  package var answer: Int

  package init(
    connect: Duration = .seconds(10), total: Duration = .seconds(30), answer: Int = 1 << 20
  ) {
    self.connect = connect
    self.total = total
    self.answer = answer
  }
}
