import Foundation
import Host
import Testing

/// One after the other, as the signals that are caught meanwhile belong to the whole process.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TerminalTests {
  let pty: Pty

  init() throws { pty = try Pty() }

  /// Types at the prompt and gives back the secret that was read.
  private func secret(typing keys: String, limit: Int = 65_536) throws -> String {
    pty.whenQuiet { $0.type(keys) }
    var terminal = try pty.terminal()
    return text(try terminal.readSecret(prompt: "Password: ", limit: limit))
  }

  @Test func `shows the prompt but not the secret, and the echo comes back`() throws {
    #expect(pty.echoes)
    #expect(try secret(typing: "hunter2 ü\n") == "hunter2 ü")
    #expect(pty.echoes)
    #expect(pty.collectsLines)
    #expect(pty.screen() == "Password: \r\n")
    pty.hangUp()
  }

  @Test(arguments: [
    ("abc\u{7F}\u{8}x\n", "ax"), ("\u{7F}\u{7F}a\n", "a"), ("aü\u{7F}b\n", "ab"),
    ("€\u{7F}b\n", "b"), ("wrong\u{15}right\n", "right"), ("one two \u{17}2\n", "one 2"),
    ("a\u{17}\u{17}b\n", "b"), ("\n", ""), ("typed\u{4}", "typed"), ("tab\there\r", "tab\there"),
  ])
  func `corrects by the usual keys`(keys: String, expected: String) throws {
    #expect(try secret(typing: keys) == expected)
    pty.hangUp()
  }

  @Test func `leaves the next line for the next question`() throws {
    pty.whenQuiet { $0.type("first\nsecond\nthird\n") }
    var terminal = try pty.terminal()
    #expect(text(try terminal.readSecret(prompt: "1: ")) == "first")
    #expect(text(try terminal.readSecret(prompt: "2: ")) == "second")
    #expect(try terminal.readLine(prompt: "3: ") == "third")
    pty.hangUp()
  }

  @Test func `takes a pasted secret longer than the kernel's line`() throws {
    let long = String(repeating: "0123456789abcdef", count: 2_048)
    #expect(try secret(typing: long + "\n") == long)
    pty.hangUp()
  }

  @Test func `refuses one that is too long, and takes all of it off the terminal`() throws {
    #expect(try secret(typing: "12345\n", limit: 5) == "12345")
    #expect(throws: HostError.tooLarge("the secret", limit: 5)) {
      _ = try secret(typing: "123456789\nnext\n", limit: 5)
    }
    #expect(pty.echoes)
    var terminal = try pty.terminal()
    #expect(try terminal.readLine(prompt: "") == "next")
    pty.hangUp()
  }

  @Test func `tells the end of input from an empty secret`() throws {
    #expect(throws: HostError.endOfInput) { _ = try secret(typing: "\u{4}") }
    #expect(pty.echoes)
    pty.hangUp()
  }

  @Test func `notices that the terminal hangs up`() throws {
    pty.whenQuiet {
      $0.type("half")
      $0.hangUp()
    }
    var terminal = try pty.terminal()
    #expect(throws: HostError.hungUp) { _ = try terminal.readSecret(prompt: "Password: ") }
  }

  @Test(arguments: [
    ("y\n", "y"), ("\n", ""), ("a\u{7F}b\n", "b"), ("ü\n", "ü"), ("x\u{4}\u{4}", "x"),
  ])
  func `reads a line that is seen`(keys: String, expected: String) throws {
    var terminal = try pty.terminal()
    pty.type(keys)
    #expect(try terminal.readLine(prompt: "Push? ") == expected)
    #expect(pty.screen().contains("Push? "))
    pty.hangUp()
  }

  @Test func `refuses a line that ends at once, is too long or is no text`() throws {
    var terminal = try pty.terminal()
    pty.type("\u{4}")
    #expect(throws: HostError.endOfInput) { _ = try terminal.readLine(prompt: "") }
    pty.type("12345\nnext\n")
    #expect(throws: HostError.tooLarge("the answer", limit: 4)) {
      _ = try terminal.readLine(prompt: "", limit: 4)
    }
    #expect(try terminal.readLine(prompt: "") == "next")
    let broken: [UInt8] = [0xFF, 0x0A]
    try Output.write(pty.person, broken.span)
    #expect(throws: HostError.notText("the answer")) { _ = try terminal.readLine(prompt: "") }
    pty.hangUp()
    #expect(throws: HostError.hungUp) { _ = try terminal.readLine(prompt: "") }
  }

  @Test func `knows a terminal and its width`() throws {
    // Rows, columns and their sizes in pixels.
    var size: [UInt16] = [24, 123, 0, 0]
    _ = unsafe ioctl(pty.person, UInt(TIOCSWINSZ), &size)
    #expect(Terminal.isTerminal(pty.person))
    #expect(Terminal.width(pty.person) == 123)
    let pipe = Pipe()
    let number = pipe.fileHandleForReading.fileDescriptor
    #expect(!Terminal.isTerminal(number))
    #expect(Terminal.width(number) == nil)
    #expect(throws: HostError.noTerminal) { _ = try Terminal(Descriptor(dup(number))) }
    pty.hangUp()
  }
}
