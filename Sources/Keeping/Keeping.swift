import Host

/// The life of an agent's process, from the socket that it was spawned with to its end.
package enum Keeping {
  /// Serves the conversation on the descriptor that the spawning program left for us.
  package static func run() async {
    let keeper = Keeper()
    let termination = Termination { Task { await keeper.terminate() } }
    await keeper.keep(Descriptor(Spawner.socketNumber))
    _ = termination
  }
}
