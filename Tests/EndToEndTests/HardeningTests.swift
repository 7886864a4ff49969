import Foundation
import Host
import Testing

/// Neither program can be traced, dumped or looked into by its own, unprivileged user.
@Suite(.waitsForProcesses, .enabled(if: Capability.wanted(Capability.canSpy)))
struct HardeningTests {
  private let home: Home
  private let user: String

  init() throws {
    home = try Home(shared: true)
    user = Capability.isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    if Capability.isRoot {
      for folder in ["", "/run", "/tmp"] { _ = unsafe chown(home.path + folder, 65_534, 65_534) }
    }
    _ = unsafe chmod(home.path, 0o700)
    _ = unsafe chmod(home.path + "/run", 0o700)
    try home.succeeds(home.sh(user + "coffer init --new-key-file key --no-session"))
  }

  /// What another process of the same user gets to see of a process.
  private func look(at process: pid_t) throws {
    let spy = """
      for name in mem maps smaps environ auxv io syscall; do
        head -c 1 /proc/\(process)/$name >/dev/null 2>&1 && echo "read $name"
      done
      for name in exe cwd root; do
        readlink /proc/\(process)/$name >/dev/null 2>&1 && echo "followed $name"
      done
      ls /proc/\(process)/fd >/dev/null 2>&1 && echo "listed fd"
      timeout 5 strace -p \(process) -o /dev/null 2>&1 | grep -q attached && echo traced
      exit 0
      """
    let found = try home.sh(user + "/bin/sh -c '" + spy + "'")
    #expect(found.out.isEmpty, "of process \(process): \(found.out)")
    #expect(found.status == 0)
    if Capability.isRoot {
      var facts = stat()
      _ = unsafe stat("/proc/\(process)/environ", &facts)
      #expect(facts.st_uid == 0, "a process that is not dumpable belongs to root in /proc")
    }
  }

  private func limits(of process: pid_t) -> String {
    let path = "/proc/\(process)/limits"
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    return text?.split(separator: "\n").first { $0.hasPrefix("Max core") }.map(String.init) ?? ""
  }

  @Test func `the check itself can see an ordinary process`() throws {
    let seen = try home.sh(
      user + "/bin/sh -c 'sleep 5 & head -c 1 /proc/$!/maps >/dev/null && echo read; kill $!'")
    #expect(seen.line == "read")
  }

  @Test func `the agent of a session is closed to its own user`() throws {
    try home.succeeds(home.sh(user + "coffer unlock --full --key-file key"))
    let agent = try #require(home.agents.first)
    #expect(home.agents.count == 1)
    try look(at: agent)
    #expect(limits(of: agent).split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
    let status = FileManager.default.contents(atPath: "/proc/\(agent)/status")
    let text = String(decoding: status ?? Data(), as: UTF8.self)
    #expect(text.contains("NoNewPrivs:\t1"))
    #expect(text.contains(Capability.isRoot ? "Uid:\t65534" : "Uid:\t\(getuid())"))
  }

  @Test func `the client at its prompt, and the agent that it started, are closed as well`() throws
  {
    let typist = try home.typist(user + home.programs + "/coffer unlock")
    try typist.waitUntilHidden()
    let client = try #require(home.processes("coffer").first)
    let agent = try #require(home.agents.first)
    try look(at: client)
    try look(at: agent)
    #expect(limits(of: client).contains(" 0 "))
    typist.type("\u{3}")
    _ = try typist.finish()
  }

  @Test func `an agent that is traced from its first byte on refuses to work`() throws {
    // Without a conversation it ends at once.
    let line = "coffer-agent --conversation 3<>/dev/null"
    #expect(try home.sh(user + "timeout 10 " + line).status == 0)
    #expect(
      try home.sh(user + "timeout 10 strace -f -o /dev/null " + line).status == Spawner.tracedStatus
    )
  }

  @Test func `a client whose agent is traced gets no session, and no key goes to it`() throws {
    let outcome = try home.sh(user + "timeout 20 strace -f -o trace coffer unlock --key-file key")
    #expect(outcome.status != 0 && outcome.status != 124, "\(outcome.status): \(outcome.out)")
    #expect(home.agentsLeft().isEmpty)
  }

  /// The cores in the folders where the programs run.
  private func cores() throws -> String {
    try home.sh("find . / -maxdepth 1 -type f -name 'core*' -newer begun").out
  }

  @Test func `a program that crashes leaves no core and prints nothing of its memory`() throws {
    // Also where the caller allows cores of any size.
    let free = "ulimit -c unlimited 2>/dev/null; " + user
    try home.sh("touch -d '1 second ago' begun; " + free + "/bin/sh -c 'kill -SEGV $$'")
    let pattern = FileManager.default.contents(atPath: "/proc/sys/kernel/core_pattern") ?? Data()
    if Capability.isRoot, pattern.starts(with: "core".utf8) {
      #expect(try cores().contains("core"), "an ordinary program leaves one")
      try home.sh("rm core*")
    }
    for signal in [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGQUIT] {
      try home.succeeds(home.sh(free + "coffer unlock --full --key-file key"))
      let agent = try #require(home.agentsOnceThere(are: 1).first)
      #expect(limits(of: agent).split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
      _ = kill(agent, signal)
      #expect(home.agentsLeft().isEmpty)
      let typist = try home.typist(free + home.programs + "/coffer unlock")
      try typist.waitUntilHidden()
      for client in home.processes("coffer") { _ = kill(client, signal) }
      _ = try typist.finish()
      #expect(!typist.unread.contains("0x"), "\(typist.unread)")
      #expect(home.agentsLeft().isEmpty)
    }
    #expect(try cores().isEmpty)
  }

  @Test func `what the caller's environment holds does not reach the agent`() throws {
    guard Capability.isRoot else { return }
    let extra = [
      "SSLKEYLOGFILE": "/tmp/keys", "LD_BIND_NOW": "1", "PGPASSWORD": "x", "TZ": "/etc/passwd",
      "LANG": String(repeating: "x", count: 70_000),
    ]
    try home.succeeds(home.sh(user + "coffer unlock --key-file key", with: extra))
    let agent = try #require(home.agents.first)
    let found = FileManager.default.contents(atPath: "/proc/\(agent)/environ") ?? Data()
    let names = found.split(separator: 0).map {
      String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
    #expect(names.contains("HOME"))
    #expect(
      Set(names).isDisjoint(with: [
        "SSLKEYLOGFILE", "LD_BIND_NOW", "PGPASSWORD", "PATH", "TZ", "LANG",
      ]))
    #expect(try home.sh("readlink /proc/\(agent)/cwd").line == "/")
  }
}
