import Glibc
import Host
import Testing

@Suite struct CompanionTests {
  private func companion(_ script: String) throws -> Companion {
    try Companion(
      program: "/bin/sh", arguments: ["-c", script], environment: ["PATH=/usr/bin:/bin"])
  }

  @Test func `says its lines, and ends when we do`() throws {
    let cat = try companion("echo ready; echo again; exec cat")
    #expect(try cat.line() == "ready")
    #expect(try cat.line() == "again")
    #expect(!cat.ends(within: .milliseconds(1)))
    // Would wait for ever if the end of its input did not reach it.
    cat.finish()
  }

  @Test func `that it ended by itself is seen`() throws {
    let sh = try companion("exit 3")
    #expect(try sh.line() == nil)
    #expect(sh.ends(within: .seconds(10)))
    sh.finish()
  }

  @Test func `a program that is not there is told`() {
    #expect(throws: HostError.self) {
      try Companion(program: "/nonexistent", arguments: [], environment: [])
    }
  }

  @Test func `a line without end is refused`() throws {
    let sh = try companion("exec cat /dev/zero")
    #expect(throws: HostError.self) { try sh.line(limit: 100) }
    sh.finish()
  }

  @Test func `a signal is kept until somebody looks`() {
    let interruption = Interruption()
    #expect(!interruption.take())
    // To this thread alone: others do not hold it back.
    pthread_kill(pthread_self(), SIGINT)
    #expect(interruption.take())
    #expect(!interruption.take())
    pthread_kill(pthread_self(), SIGINT)
    // The one that nobody looked at ends nothing.
  }
}
