/// What a sign-in demands of the way to the server.
package struct Channel: Equatable, Sendable {
  package enum Security: Equatable, Sendable {
    /// Everything in clear.
    case plain
    /// Encrypted, but to whoever answers.
    case unverified
    /// TLS, the certificate and the host's name verified.
    case verified
  }

  package var security: Security
  /// The only certificates to be trusted, in PEM; those of the system where there are none.
  package var authority: String?
  /// The name in the certificate, where it is not the host's.
  package var name: String?
  /// Whether the password itself may be shown where somebody else may listen.
  package var allowsCleartext: Bool

  package init(
    _ security: Security, authority: String? = nil, name: String? = nil,
    allowsCleartext: Bool = false
  ) {
    self.security = security
    self.authority = authority
    self.name = name
    self.allowsCleartext = allowsCleartext
  }

  /// Whether a host is this very machine, whatever its resolver says.
  package static func isLoopback(_ host: String) -> Bool {
    if host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// Where a server is, and by when all has to be done.
package struct Place: Sendable {
  package let host: String
  package let port: UInt16
  package let channel: Channel
  /// To look up the name, connect and agree on TLS.
  package let connectBy: ContinuousClock.Instant
  package let endBy: ContinuousClock.Instant
  /// The most bytes that the server may say in all.
  package let most: Int

  package init(
    host: String, port: UInt16, channel: Channel, connect: Duration, total: Duration,
    most: Int = 1 << 20
  ) {
    self.host = host
    self.port = port
    self.channel = channel
    let now = ContinuousClock.now
    connectBy = now + min(connect, total)
    endBy = now + total
    self.most = most
  }
}
