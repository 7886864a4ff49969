import CLinux
import Glibc

/// A terminal without echo; it is as it was before when this ends, however it ends.
///
/// While it lasts, signals that would end or stop the process arrive as bytes on `signals`.
struct QuietMode: ~Copyable {
  private let terminal: Int32
  private let source: Descriptor
  private let sink: Descriptor
  private var before = termios()
  private var caught = clinux_caught()
  private var isQuiet = false

  /// Where caught signals are read from.
  var signals: Int32 { source.number }

  /// Switches the echo of a terminal off.
  static func begin(on terminal: Int32) throws(HostError) -> QuietMode {
    var ends: (Int32, Int32) = (-1, -1)
    let status = unsafe withUnsafeMutablePointer(to: &ends) { pair in
      unsafe pair.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe clinux_socketpair($0) }
    }
    guard status == 0 else { throw .failed("make a pair of sockets", errno) }
    var mode = QuietMode(terminal, source: Descriptor(ends.0), sink: Descriptor(ends.1))
    try mode.source.setBlocking(false)
    try mode.sink.setBlocking(false)
    try mode.start()
    return mode
  }

  private init(
    _ terminal: Int32, source: consuming Descriptor, sink: consuming Descriptor
  ) {
    self.terminal = terminal
    self.source = source
    self.sink = sink
  }

  deinit {
    guard isQuiet else { return }
    var before = before
    var caught = caught
    _ = unsafe tcsetattr(terminal, TCSANOW, &before)
    unsafe clinux_release_signals(&caught)
    // One that came just now must not be lost.
    while let number = TerminalInput.byte(from: source.number) { clinux_raise(Int32(number)) }
  }

  /// Lets a caught signal do with the terminal restored what it would have done.
  ///
  /// Returns if the process was stopped and goes on.
  mutating func deliver(_ signal: Int32) throws(HostError) {
    _ = unsafe tcsetattr(terminal, TCSANOW, &before)
    unsafe clinux_release_signals(&caught)
    isQuiet = false
    clinux_raise(signal)
    guard signal == SIGTSTP else { throw .interrupted }
    try start()
  }

  /// Catches first, so that no moment without echo is without a way back.
  private mutating func start() throws(HostError) {
    guard unsafe tcgetattr(terminal, &before) == 0 else { throw .noTerminal }
    unsafe clinux_catch_signals(&caught, sink.number)
    isQuiet = true
    guard unsafe clinux_quiet_terminal(terminal, &before) == 0 else {
      throw .failed("switch off the terminal's echo", errno)
    }
  }
}
