import Glibc

/// One thing that happened at the terminal.
enum TerminalInput: Equatable {
  case byte(UInt8)
  case signal(Int32)
  case end
  case hungUp

  /// Waits for the next byte, one at a time: what follows a line belongs to the next question.
  static func next(from terminal: Int32, orSignalFrom signals: Int32?)
    throws(HostError) -> TerminalInput
  {
    while true {
      // A negative descriptor is passed over.
      var waiting = [
        pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      if unsafe poll(&waiting, 2, -1) < 0 {
        guard errno == EINTR else { throw .failed("wait for the terminal", errno) }
        continue
      }
      if let signals, waiting[1].revents != 0, let number = byte(from: signals) {
        return .signal(Int32(number))
      }
      guard waiting[0].revents != 0 else { continue }
      var byte: UInt8 = 0
      switch unsafe read(terminal, &byte, 1) {
      case 1: return .byte(byte)
      case 0: return hasHungUp(terminal) ? .hungUp : .end
      default:
        switch errno {
        case EINTR, EAGAIN: continue
        case EIO: return .hungUp
        case let number: throw .failed("read the terminal", number)
        }
      }
    }
  }

  /// A byte that waits in the pipe of caught signals.
  static func byte(from pipe: Int32) -> UInt8? {
    var byte: UInt8 = 0
    return unsafe read(pipe, &byte, 1) == 1 ? byte : nil
  }

  private static func hasHungUp(_ terminal: Int32) -> Bool {
    var state = pollfd(fd: terminal, events: 0, revents: 0)
    return unsafe poll(&state, 1, 0) == 1 && state.revents & Int16(POLLHUP | POLLERR) != 0
  }
}
