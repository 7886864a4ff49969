import Foundation
import Host

/// A terminal of a test: the test sits at the far end and types.
final class Pty: Sendable {
  /// The end where the person sits.
  let person: Int32
  /// The path of the end that the program sees.
  let path: String

  init() throws {
    person = try Files.open("/dev/ptmx", O_RDWR | O_NOCTTY).release()
    var lock: Int32 = 0
    var number: UInt32 = 0
    guard unsafe ioctl(person, UInt(0x4004_5431 /* TIOCSPTLCK */), &lock) == 0,
      unsafe ioctl(person, UInt(0x8004_5430 /* TIOCGPTN */), &number) == 0
    else { throw HostError.failed("make a terminal", errno) }
    path = "/dev/pts/\(number)"
  }

  /// The end that the program sees.
  func terminal() throws -> Terminal {
    try Terminal(Files.open(path, O_RDWR | O_NOCTTY))
  }

  /// Whether what is typed is shown.
  var echoes: Bool {
    var mode = termios()
    return unsafe tcgetattr(person, &mode) == 0 && mode.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Whether the kernel collects lines.
  var collectsLines: Bool {
    var mode = termios()
    return unsafe tcgetattr(person, &mode) == 0 && mode.c_lflag & tcflag_t(ICANON) != 0
  }

  func type(_ text: String) {
    try? Output.write(person, text)
  }

  /// Acts on another thread as soon as the program has switched the echo off.
  func whenQuiet(_ action: @escaping @Sendable (Pty) -> Void) {
    Thread.detachNewThread { [self] in
      let end = Clock.boot + .seconds(120)
      while echoes, Clock.boot < end { Clock.sleep(.milliseconds(1)) }
      action(self)
    }
  }

  /// Everything that the person saw so far.
  func screen() -> String {
    var seen: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    var waiting = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    while unsafe poll(&waiting, 1, 0) == 1, waiting.revents & Int16(POLLIN) != 0 {
      let count = unsafe read(person, &chunk, chunk.count)
      guard count > 0 else { break }
      seen += chunk[..<count]
    }
    return String(decoding: seen, as: UTF8.self)
  }

  func hangUp() { close(person) }
}
