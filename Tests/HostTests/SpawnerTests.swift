import Foundation
import Host
import Testing

@Suite struct SpawnerTests {
  /// Runs a shell script by the spawner and gives back what it wrote to descriptor 3.
  private func run(_ script: String, environment: [String] = []) throws -> String {
    let pair = Pipe()
    let end = Descriptor(dup(pair.fileHandleForWriting.fileDescriptor))
    try pair.fileHandleForWriting.close()
    try Spawner.spawn(
      program: "/bin/sh", arguments: ["-c", script], environment: environment, socket: end)
    let data = try pair.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func `gives the program four descriptors and no more`() throws {
    // Open without close-on-exec, as a careless parent leaves them.
    let inherited = Descriptor(dup(0))
    defer { withExtendedLifetime(inherited) {} }
    let found = try run(
      """
      for n in $(seq 0 200); do
        [ -e /proc/$$/fd/$n ] && all="$all$n $(readlink /proc/$$/fd/$n)\n"
      done
      printf "$all" >&3
      """)
    let lines = found.split(separator: "\n")
    #expect(lines.prefix(3) == ["0 /dev/null", "1 /dev/null", "2 /dev/null"])
    #expect(lines.count == 4)
    #expect(lines.last?.hasPrefix("3 pipe:") == true)
  }

  @Test func `gives the program only the environment that is named`() throws {
    let found = try run("/usr/bin/env >&3", environment: ["HOME=/nowhere", "A=b c"])
    let lines = Set(
      found.split(separator: "\n").filter { !$0.hasPrefix("_=") && !$0.hasPrefix("PWD=") })
    #expect(lines == ["HOME=/nowhere", "A=b c"])
  }

  @Test func `starts the program with signals at their defaults`() throws {
    let found = try run("while read -r a b; do echo $a $b >&3; done < /proc/self/status")
    let lines = found.split(separator: "\n")
    #expect(lines.contains("SigBlk: 0000000000000000"))
    // Of the 31 ordinary signals none; two above them belong to the C library.
    let ignored = lines.first { $0.hasPrefix("SigIgn: ") }?.dropFirst(8) ?? "missing"
    #expect(UInt64(ignored, radix: 16).map { $0 & 0x7FFF_FFFF } == 0)
  }

  @Test func `says why the program refused to run`() {
    #expect(throws: HostError.traced) { _ = try run("exit 113") }
    #expect(throws: HostError.failed("close /bin/sh to other processes", EPERM)) {
      _ = try run("exit 114")
    }
    #expect(throws: HostError.cannotStart("/bin/sh")) { _ = try run("exit 1") }
  }

  @Test func `works when the socket already has number 3`() async {
    await #expect(processExitsWith: .success) {
      let pair = Pipe()
      let end = pair.fileHandleForWriting.fileDescriptor
      // Whatever the number was used for in this process is put back afterwards.
      let before = dup(3)
      precondition(dup2(end, 3) == 3)
      try pair.fileHandleForWriting.close()
      try Spawner.spawn(
        program: "/bin/sh", arguments: ["-c", "echo here >&3"], environment: [],
        socket: Descriptor(3))
      if before >= 0 { dup2(before, 3) }
      let data = try pair.fileHandleForReading.readToEnd() ?? Data()
      exit(data == Data("here\n".utf8) ? 0 : 1)
    }
  }

  @Test func `says which program did not start`() throws {
    #expect(throws: HostError.cannotStart("/nowhere/agent")) {
      try Spawner.spawn(
        program: "/nowhere/agent", arguments: [], environment: [], socket: Descriptor(dup(0)))
    }
    #expect(throws: HostError.cannotStart("/bin/sh")) { _ = try run("exit 3") }
    #expect(throws: HostError.cannotStart("/bin/sh")) { _ = try run("kill -9 $$") }
  }

  @Test func `finds a program beside the running one only`() throws {
    let own = try Files.canonicalPath("/proc/self/exe")
    let name = String(own.split(separator: "/").last ?? "")
    #expect(try ProgramPath.sibling(name) == own)
    #expect(throws: HostError.cannotStart(Files.folder(of: own) + "/sh-not-here")) {
      _ = try ProgramPath.sibling("sh-not-here")
    }
  }
}
