import Host
import Messages
import Sealing

/// Taking the place of a session, in which another may still listen.
enum Takeover {
  private static let patience = Duration.seconds(10)
  private static let pause = Duration.milliseconds(10)

  /// Listens at a path; a session that is there already is asked to end first.
  static func listen(at path: String) throws -> ListeningSocket {
    let end = Clock.boot + patience
    var hasAsked = false
    while true {
      if let listener = try take(path) { return listener }
      guard Clock.boot < end else {
        throw Failure(
          .busy, "the session that is open does not end", hint: "end it with 'coffer lock'")
      }
      if !hasAsked { try? ask(at: path) }
      hasAsked = true
      Clock.sleep(pause)
    }
  }

  /// Asks the session that listens at a path to end, if there is one.
  static func endSession(at path: String) { try? ask(at: path) }

  /// Nothing where another listens.
  private static func take(_ path: String) throws(HostError) -> ListeningSocket? {
    do throws(HostError) {
      return try LocalSocket.listen(at: path)
    } catch {
      guard error == .alreadyListening else { throw error }
      return nil
    }
  }

  private static func ask(at path: String) throws {
    var channel = FrameChannel(try LocalSocket.connect(to: path), timeout: .seconds(5))
    try channel.send(Wire.request(EndSession()))
    _ = try channel.receive()
  }
}
