import Foundation
import Glibc

/// A process at a pseudo-terminal, typed to and read from as a person would.
final class Typist {
  let process: pid_t
  private let master: Int32
  private var status: Int32?
  private var isOpen = true
  /// Everything that the terminal showed.
  private(set) var shown: [UInt8] = []
  /// How much of it has been read by `expect`.
  private var position = 0

  init(
    _ words: [String], environment: [String: String], folder: String, columns: UInt16 = 100
  ) throws {
    (process, master) = try Spawning.startOnTerminal(
      words, environment: environment, folder: folder, columns: columns)
  }

  deinit {
    hangUp()
    if status == nil {
      _ = kill(-process, SIGKILL)
      _ = Spawning.wait(process, hanging: true)
    }
  }

  private var isOver: Bool {
    if status == nil { status = Spawning.wait(process, hanging: false) }
    return status != nil
  }

  /// What was shown and not read yet, with plain line breaks.
  var unread: String {
    String(decoding: shown[position...].filter { $0 != 13 }, as: UTF8.self)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { bytes in
      unsafe write(master, bytes.baseAddress, bytes.count)
    }
  }

  /// Reads until what is unread satisfies `isEnough`.
  func wait(within limit: Duration = .seconds(120), until isEnough: (String) -> Bool) throws {
    let deadline = ContinuousClock.now + limit
    while !isEnough(unread) {
      let isOver = isOver
      exchange()
      guard isOpen, !isOver || isEnough(unread), ContinuousClock.now < deadline else {
        throw Trouble("the terminal shows this and no more: '\(unread)'")
      }
    }
  }

  /// Waits until a text appears, and reads up to its end.
  func expect(_ text: String) throws {
    try wait { $0.contains(text) }
    let all = unread
    guard let range = all.range(of: text) else { return }
    read(all[..<range.upperBound].utf8.count)
  }

  /// Counts so many bytes of `unread` as read.
  func read(_ count: Int) {
    var left = count
    while left > 0 {
      if shown[position] != 13 { left -= 1 }
      position += 1
    }
  }

  /// Whether the terminal echoes now.
  var isEchoing: Bool {
    var mode = termios()
    guard unsafe tcgetattr(master, &mode) == 0 else { return false }
    return mode.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits until a prompt that hides what is typed has switched the echo off.
  func waitUntilHidden() throws {
    try wait(until: { _ in !isEchoing })
  }

  /// Takes the terminal away, as when its window is closed.
  func hangUp() {
    if isOpen { close(master) }
    isOpen = false
  }

  /// Waits for the end of the process; gives its status.
  func finish(within limit: Duration = .seconds(120)) throws -> Int32 {
    let deadline = ContinuousClock.now + limit
    while !isOver {
      exchange()
      guard ContinuousClock.now < deadline else {
        throw Trouble("still running; the terminal shows: '\(unread)'")
      }
    }
    // What was written last is still to be read, up to the end that the terminal's last user makes.
    let end = ContinuousClock.now + .milliseconds(500)
    while exchange(), ContinuousClock.now < end {}
    return status ?? -1
  }

  /// Reads what there is, waiting a little for it; false when there will be no more.
  @discardableResult
  private func exchange() -> Bool {
    guard isOpen else {
      usleep(2_000)
      return false
    }
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, 5) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe Glibc.read(master, &buffer, buffer.count)
    if count > 0 {
      shown += buffer.prefix(count)
      return true
    }
    // Nobody holds the terminal any more, or not yet.
    usleep(2_000)
    return false
  }
}

extension Home {
  /// Starts a line of shell at a terminal.
  func typist(
    _ line: String, with extra: [String: String] = [:], columns: UInt16 = 100
  ) throws -> Typist {
    try Typist(
      ["/bin/sh", "-c", "umask 077\n" + line], environment: environment.merging(extra) { $1 },
      folder: path, columns: columns)
  }
}
