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
    life = Task { await Keeper(clock: clock).keep(Descriptor(ends.1)) }
  }
}
