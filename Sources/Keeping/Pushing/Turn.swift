import Host

/// The right to push a vault: one agent at a time has it, wherever it was started from.
///
/// The lock is that of the vault's folder, so nothing is left behind; the kernel gives up that of a
/// dead agent.
final class Turn {
  private var lock: FileLock?

  /// Nothing where somebody else has it.
  init?(ifFreeAt vault: String) throws(HostError) {
    let place = try Files.canonicalPlace(vault)
    guard let lock = try FileLock.take(ifFreeFolder: Files.folder(of: place)) else { return nil }
    self.lock = consume lock
  }

  func end() { lock = nil }
}
