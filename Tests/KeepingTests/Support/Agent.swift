import Host
import Keeping

/// An agent in this very process, over real sockets.
struct Agent {
  let client: Client
  /// Ends when the agent would exit.
  let life: Task<Void, Never>

  init(clock: AgentClock = .system) throws {
    let ends = try LocalSocket.pair().split { near, far in (near.release(), far.release()) }
    client = Client(Descriptor(ends.0))
    // At once, on the keeper's own thread: a task that waits for one of the two shared threads waits
    // behind every test that blocks them.
    life = Task.immediate { await Keeper(clock: clock).keep(Descriptor(ends.1)) }
  }
}
