import Foundation
import Testing

import Host

@Suite struct HardeningTests {
  @Test func `closes the client to dumps, debuggers and crash reports`() async {
    await #expect(processExitsWith: .success) {
      Hardening.hardenClient()
      var limit = rlimit()
      _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
      precondition(limit.rlim_cur == 0 && limit.rlim_max == 0)
      precondition(umask(0) == 0o077)
      precondition(ProcessFacts.statusField("NoNewPrivs") == "1")
      let ignored = UInt64(ProcessFacts.statusField("SigIgn") ?? "", radix: 16) ?? 0
      precondition(ignored & 1 << UInt64(SIGPIPE - 1) != 0)
      let caught = UInt64(ProcessFacts.statusField("SigCgt") ?? "", radix: 16) ?? ~0
      for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] {
        precondition(caught & 1 << UInt64(number - 1) == 0)
      }
      // The kernel gives the entries of a process that is not dumpable to root.
      var entry = stat()
      precondition(unsafe lstat("/proc/self/environ", &entry) == 0)
      precondition(entry.st_uid == 0)
      exit(0)
    }
  }

  @Test func `keeps the standard descriptors taken`() async {
    await #expect(processExitsWith: .success) {
      close(1)
      Hardening.hardenClient()
      let next = try Files.open("/dev/null", O_RDONLY)
      exit(next.number > 2 ? 0 : 1)
    }
  }

  @Test func `goes on as a child in a session of its own, with the kept descriptors only`()
    async throws
  {
    let folder = try TemporaryFolder()
    let report = folder.file("report")
    await #expect(processExitsWith: .success) { [report = report as String] in
      let before = getpid()
      let kept = dup2(try Files.open("/dev/zero", O_RDONLY).release(), 40)
      let other = dup2(kept, 41)
      try Hardening.hardenAgent(keeping: [kept])
      Hardening.detachStdio()
      let facts = [
        "child \(getpid() != before)", "session \(getsid(0) == getpid())",
        "kept \(fcntl(kept, F_GETFD) >= 0)", "other \(fcntl(other, F_GETFD) >= 0)",
        "folder \(try Files.canonicalPath("."))",
        "output \(try Files.canonicalPath("/proc/self/fd/1"))",
      ]
      try createPrivate(report + ".new", facts.joined(separator: "\n"))
      try Files.rename(report + ".new", to: report)
      _exit(0)
    }
    let end = Clock.boot + .seconds(120)
    while !Files.exists(report), Clock.boot < end { Clock.sleep(.milliseconds(5)) }
    let found = String(decoding: try Files.readSmall(report, limit: 4_096), as: UTF8.self)
    #expect(
      found.split(separator: "\n") == [
        "child true", "session true", "kept true", "other false", "folder /", "output /dev/null",
      ])
  }

  @Test func `refuses to go on while it is traced`() async throws {
    await #expect(processExitsWith: .exitCode(42)) {
      // By name, as Swift does not see the one and the other's declaration is variadic.
      typealias Fork = @convention(c) () -> pid_t
      typealias Trace = @convention(c) (Int, Int, Int, Int) -> Int
      guard let fork = unsafe dlsym(nil, "fork"), let trace = unsafe dlsym(nil, "ptrace") else {
        exit(1)
      }
      let child = unsafe unsafeBitCast(fork, to: Fork.self)()
      guard child == 0 else {
        var status: Int32 = 0
        _ = unsafe waitpid(child, &status, 0)
        exit(status >> 8)
      }
      // Asks for the parent as a tracer.
      guard unsafe unsafeBitCast(trace, to: Trace.self)(0, 0, 0, 0) == 0 else { _exit(2) }
      do throws(HostError) {
        try Hardening.hardenAgent(keeping: [])
        _exit(3)
      } catch {
        _exit(error == .traced ? 42 : 4)
      }
    }
  }
}
