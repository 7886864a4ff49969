import Dispatch
import Faults
import Glibc
import Host
import Keeping

/// The agent on a disk that breaks as planned: a program for tests, which is never installed.
///
/// The plan comes as arguments, or lies in a file `plan` beside the program when `coffer` starts it.
@main
enum AgentUnderTest {
  static func main() {
    guard let plan = plan() else { exit(2) }
    if plan.isHardened {
      do throws(HostError) {
        try Hardening.hardenAgent(keeping: [Spawner.socketNumber])
      } catch {
        exit(1)
      }
      Hardening.detachStdio()
    } else {
      Hardening.hardenClient()
    }
    Disk.follow(plan)
    Task {
      await Keeping.run()
      Disk.end()
      exit(0)
    }
    dispatchMain()
  }

  private static func plan() -> Plan? {
    if let plan = Plan(words: Array(CommandLine.arguments.dropFirst())) { return plan }
    guard let own = try? Files.canonicalPath("/proc/self/exe"),
      let bytes = try? Files.readSmall(Files.folder(of: own) + "/plan", limit: 4_096)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return Plan(words: text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
