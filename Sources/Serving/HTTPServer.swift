import CMicrohttpd

/// A web server on loopback that answers each request by one closure.
///
/// Every connection has a thread of its own, on which the closure runs: it may block without
/// holding up anybody else. The server stops, and its threads end, when it goes out of use.
@safe
package final class HTTPServer: Sendable {
  package struct Limits: Sendable {
    /// How long a body may be, in bytes.
    package var body = 16 << 20
    /// How many clients may be connected at once.
    package var connections: UInt32 = 1_024
    /// After how many silent seconds a connection is closed.
    package var idleSeconds: UInt32 = 120

    package init() {}
  }

  package typealias Answering = @Sendable (HTTPRequest) -> HTTPReply

  /// Where it listens, also where any free port was asked for.
  package let port: UInt16
  private nonisolated(unsafe) let daemon: OpaquePointer
  /// Lent to libmicrohttpd, whose threads are joined before it goes.
  private let desk: Desk

  package init(
    port: UInt16 = 0, limits: Limits = Limits(), answering: @escaping Answering
  ) throws(ServingError) {
    let desk = Desk(mostBytes: limits.body, answering: answering)
    let daemon = unsafe cmicrohttpd_start(
      port, limits.connections, limits.idleSeconds, Desk.receive, Desk.complete,
      Unmanaged.passUnretained(desk).toOpaque())
    guard let daemon = unsafe daemon else { throw .cannotListen(port: port) }
    unsafe self.daemon = daemon
    self.desk = desk
    self.port = unsafe cmicrohttpd_port(daemon)
  }

  deinit {
    unsafe MHD_stop_daemon(daemon)
  }
}
