import Dispatch
import Glibc
import Host
import Keeping

/// The agent: hardens itself before it reads a byte, then serves the program that spawned it.
@main
enum CofferAgent {
  static func main() {
    do throws(HostError) {
      try Hardening.hardenAgent(keeping: [Spawner.socketNumber])
    } catch {
      exit(error == .traced ? Spawner.tracedStatus : Spawner.unsafeStatus)
    }
    Hardening.detachStdio()
    // Not an async main: there may be one thread only until the process has forked.
    Task {
      await Keeping.run()
      exit(0)
    }
    dispatchMain()
  }
}
