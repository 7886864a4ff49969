import Foundation
import Host
import Testing

/// What happens to a terminal without echo when its program is interrupted.
@Suite(.timeLimit(.minutes(10))) struct TerminalSignalTests {
  let pty: Pty

  init() throws { pty = try Pty() }

  /// Makes the terminal at `path` that of this process, as a login does.
  private static func adopt(_ path: String) {
    _ = setsid()
    // The first terminal that the leader of a session opens becomes the session's.
    precondition((try? Files.open(path, O_RDWR).release()) != nil)
  }

  @Test(arguments: [("\u{3}", SIGINT), ("\u{1C}", SIGQUIT)])
  func `ends by the signal of a key, with the echo back on`(key: String, signal: Int32)
    async throws
  {
    // The other end stays open in the meantime, or the mode would be forgotten with it.
    let kept = try Files.open(pty.path, O_RDWR | O_NOCTTY)
    pty.whenQuiet { $0.type("half\(key)") }
    if signal == SIGINT {
      await #expect(processExitsWith: .signal(SIGINT)) { [path = pty.path as String] in
        Self.adopt(path)
        var terminal = try Terminal.open()
        _ = try terminal.readSecret(prompt: "Password: ")
      }
    } else {
      await #expect(processExitsWith: .signal(SIGQUIT)) { [path = pty.path as String] in
        Hardening.hardenClient()
        Self.adopt(path)
        var terminal = try Terminal.open()
        _ = try terminal.readSecret(prompt: "Password: ")
      }
    }
    #expect(pty.echoes)
    #expect(pty.collectsLines)
    #expect(!pty.screen().contains("half"))
    withExtendedLifetime(kept) {}
    pty.hangUp()
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `ends by a signal from elsewhere, with the echo back on`(signal: Int32) async throws {
    let kept = try Files.open(pty.path, O_RDWR | O_NOCTTY)
    // The foreground group of the terminal is the child alone.
    pty.whenQuiet { _ = kill(-tcgetpgrp($0.person), signal) }
    if signal == SIGTERM {
      await #expect(processExitsWith: .signal(SIGTERM)) { [path = pty.path as String] in
        Self.adopt(path)
        var terminal = try Terminal.open()
        _ = try terminal.readSecret(prompt: "Password: ")
      }
    } else {
      await #expect(processExitsWith: .signal(SIGHUP)) { [path = pty.path as String] in
        Self.adopt(path)
        var terminal = try Terminal.open()
        _ = try terminal.readSecret(prompt: "Password: ")
      }
    }
    #expect(pty.echoes)
    withExtendedLifetime(kept) {}
    pty.hangUp()
  }

  @Test func `goes on without echo after it was stopped, and asks again`() async throws {
    // The child leads a session of its own, where the kernel lets nobody stop by a key: it goes on
    // at once, which is what a stopped and continued one sees.
    pty.whenQuiet {
      $0.type("\u{1A}")
      let end = Clock.boot + .seconds(120)
      var screen = $0.screen()
      while screen.components(separatedBy: "Password: ").count < 3, Clock.boot < end {
        Clock.sleep(.milliseconds(1))
        screen += $0.screen()
      }
      $0.type("secret\n")
    }
    await #expect(processExitsWith: .success) { [path = pty.path as String] in
      Self.adopt(path)
      var terminal = try Terminal.open()
      let found = try terminal.readSecret(prompt: "Password: ")
      exit(text(found) == "secret" ? 0 : 1)
    }
    #expect(!pty.screen().contains("secret"))
    pty.hangUp()
  }

  @Test func `leaves the signals as they were`() async throws {
    pty.whenQuiet { $0.type("secret\n") }
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = pty.path as String] in
      signal(SIGHUP, SIG_IGN)
      Self.adopt(path)
      var terminal = try Terminal.open()
      _ = try terminal.readSecret(prompt: "Password: ")
      // Still ignored; then still deadly.
      kill(getpid(), SIGHUP)
      kill(getpid(), SIGTERM)
      Clock.sleep(.seconds(5))
    }
    pty.hangUp()
  }

  @Test func `has no terminal without one`() async {
    await #expect(processExitsWith: .success) {
      _ = setsid()
      do {
        _ = try Terminal.open()
        exit(1)
      } catch HostError.noTerminal {
        exit(0)
      }
    }
  }
}
