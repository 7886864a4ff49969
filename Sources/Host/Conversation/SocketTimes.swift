/// How long a connection may take over what.
package struct SocketTimes: Equatable, Sendable {
  /// From the first byte of a frame to its last.
  package var frame: Duration
  /// From a reply's first byte to its last.
  package var reply: Duration
  /// Without a frame begun; the connection given at the start is not held to it.
  package var idle: Duration

  package init(
    frame: Duration = .seconds(30), reply: Duration = .seconds(30), idle: Duration = .seconds(60)
  ) {
    self.frame = frame
    self.reply = reply
    self.idle = idle
  }
}
