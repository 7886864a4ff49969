import Host
import Messages

/// Deriving keys from passphrases in turn: each takes 256 MiB and more for half a second.
enum Derivation {
  /// How many agents of one user derive at once.
  private static let places = 2
  private static let patience = Duration.seconds(300)

  /// Runs the closure when it is our turn, if it derives a key.
  ///
  /// Where no lock can be made, on a full disk for example, it does not wait.
  static func queued<T: ~Copyable>(if derives: Bool, _ body: () throws -> T) throws -> T {
    guard derives, let path = try? SessionPlace.derivationQueue() else { return try body() }
    let place: FileLock?
    do throws(HostError) {
      place = try FileLock.acquire(path: path, slots: places, waiting: patience)
    } catch .busy {
      throw Failure(
        .busy, "many others are opening vaults with passphrases", hint: "try again later")
    } catch {
      place = nil
    }
    let result = try body()
    _ = consume place
    return result
  }
}
