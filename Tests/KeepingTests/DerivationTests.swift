import Host
import Messages
import Sealing
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct DerivationTests {
  private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
  }

  @Test func `passphrases wait for their turn and key files do not`() async throws {
    let place = try await Place()
    let key = KeyInput(name: "mine", kind: .passphrase, attachment: 0, memoryMiB: 64, passes: 3)
    _ = try await place.open().client.ask(AddSlot(key: key), [.of("correct horse")])
    let path = try SessionPlace.derivationQueue()
    let one = try FileLock.acquire(path: path, slots: 2, waiting: .seconds(30))
    let two = try FileLock.acquire(path: path, slots: 2, waiting: .seconds(30))
    let flag = Flag()
    let client = try Agent().client
    let opening = Task {
      let call = OpenVault(path: place.vault, kind: .passphrase)
      _ = try await client.ask(call, [.of("correct horse")])
      flag.set()
    }
    _ = try await place.open()
    // Several times what the derivation itself takes.
    try await Task.sleep(for: .seconds(1))
    #expect(!flag.isSet)
    _ = consume one
    _ = consume two
    try await opening.value
    #expect(flag.isSet)
  }
}
