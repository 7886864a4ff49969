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
    let lines = [try cat.line(), try cat.line()]
    #expect(lines == ["ready", "again"])
    let hasEnded = cat.ends(within: .milliseconds(1))
    #expect(!hasEnded)
    // Would wait for ever if the end of its input did not reach it.
    cat.finish()
  }

  @Test func `that it ended by itself is seen`() throws {
    let sh = try companion("exit 3")
    let line = try sh.line()
    #expect(line == nil)
    let hasEnded = sh.ends(within: .seconds(120))
    #expect(hasEnded)
    sh.finish()
  }

  @Test func `a program that is not there is told`() {
    #expect(throws: HostError.self) {
      _ = try Companion(program: "/nonexistent", arguments: [], environment: [])
    }
  }

  @Test func `a line without end is refused`() throws {
    let sh = try companion("exec cat /dev/zero")
    var refusal: HostError?
    do throws(HostError) { _ = try sh.line(limit: 100) } catch { refusal = error }
    #expect(refusal == .tooLarge("a line of /bin/sh", limit: 100))
    sh.finish()
  }

  @Test func `a signal is kept until somebody looks`() {
    let interruption = Interruption()
    var seen = [interruption.take()]
    // To this thread alone: others do not hold it back.
    pthread_kill(pthread_self(), SIGINT)
    seen += [interruption.take(), interruption.take()]
    #expect(seen == [false, true, false])
    pthread_kill(pthread_self(), SIGINT)
    // The one that nobody looked at ends nothing.
  }
}
