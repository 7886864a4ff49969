import Foundation
import Testing

import Host

@Suite struct FactsTests {
  @Test func `counts time since boot forward`() {
    let before = Clock.boot
    Clock.sleep(.milliseconds(2))
    #expect(Clock.boot - before >= .milliseconds(2))
    #expect(abs(Clock.wallMilliseconds - Int64(Date().timeIntervalSince1970 * 1000)) < 5_000)
  }

  @Test func `reads variables, and folders only if they are absolute`() async {
    await #expect(processExitsWith: .success) {
      _ = unsafe setenv("COFFER_A", "relative/path", 1)
      _ = unsafe setenv("COFFER_B", "/absolute", 1)
      _ = unsafe unsetenv("COFFER_C")
      precondition(Environment.value("COFFER_A") == "relative/path")
      precondition(Environment.value("COFFER_C") == nil)
      precondition(Environment.folder("COFFER_A") == nil)
      precondition(Environment.folder("COFFER_B") == "/absolute")
      precondition(Environment.entries(["COFFER_B", "COFFER_C"]) == ["COFFER_B=/absolute"])
      _ = unsafe setenv("HOME", "/somewhere", 1)
      precondition(Environment.home == "/somewhere")
      exit(0)
    }
  }

  @Test func `hands on words, and nothing that names a file elsewhere`() async {
    for word in ["UTC", "Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", "de_DE.UTF-8@euro"] {
      #expect(Environment.isPlain(word))
    }
    for word in [
      "", "/etc/passwd", ":/etc/passwd", "../../etc/passwd", "a/../b", "a b", "a\nb", "\u{E9}",
      String(repeating: "x", count: 65),
    ] { #expect(!Environment.isPlain(word), "\(word)") }
    await #expect(processExitsWith: .success) {
      _ = unsafe setenv("COFFER_A", "/etc/passwd", 1)
      _ = unsafe setenv("COFFER_B", "UTC", 1)
      precondition(Environment.plainEntries(["COFFER_A", "COFFER_B"]) == ["COFFER_B=UTC"])
      exit(0)
    }
  }

  @Test func `reads users from the text of the password file`() {
    let text = Array("root:x:0:0:root:/root:/bin/sh\nbroken\nann:x:1001:1:,,:/home/ann:\n".utf8)
    #expect(PasswordFile.entry(of: 0, in: text)?.name == "root")
    #expect(PasswordFile.entry(of: 1001, in: text)?.home == "/home/ann")
    #expect(PasswordFile.entry(of: 7, in: text) == nil)
  }

  @Test func `knows who runs it and what started it`() throws {
    #expect(ProcessFacts.uid == getuid())
    #expect(ProcessFacts.pid == getpid())
    #expect(ProcessFacts.parentName?.isEmpty == false)
    #expect(ProcessFacts.userName == PasswordFile.entry(of: getuid())?.name)
    #expect(!ProcessFacts.isTraced)
  }
}
