package import ClickHouseCloud
package import Transport

/// How long a check may take.
package struct ProbeLimits: Equatable, Sendable {
  /// To look up the name, connect and agree on TLS.
  package var connect: Duration
  /// For everything.
  package var total: Duration
  /// Whether to find out what the login may do beyond reading.
  package var looksForPowers: Bool

  package init(
    connect: Duration = .seconds(10), total: Duration = .seconds(30), looksForPowers: Bool = true
  ) {
    self.connect = connect
    self.total = total
    self.looksForPowers = looksForPowers
  }
}

/// The ways out that a prober may use.
package struct Tools: Sendable {
  /// For what is asked over HTTP.
  package let courier: Courier
  /// Milliseconds since 1970.
  package let now: @Sendable () -> Int64
  /// Where the requests of a Key ID of ClickHouse Cloud are counted; nowhere if nil.
  package let pace: @Sendable (String) -> CloudPace?

  package init(
    courier: Courier, now: @escaping @Sendable () -> Int64,
    pace: @escaping @Sendable (String) -> CloudPace? = { _ in nil }
  ) {
    self.courier = courier
    self.now = now
    self.pace = pace
  }
}

/// Knows how to sign in to one kind of server and what its answers mean.
///
/// One file a type. It never throws: whatever happens is a verdict. It changes nothing over there.
package protocol Prober: Sendable {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict
}
