import Glibc
import Synchronization

/// What has not reached the disk yet and is lost when the power goes: the files keep only what was
/// synced, and all else lives here.
package enum Unsynced {
  private struct State {
    /// By path.
    var changes: [String: Changes] = [:]
    /// Deleted files whose folder was not synced since; they lie beside their old place.
    var deleted: Set<String> = []
  }

  private static let state = Mutex(State())
  private static let suffix = ".deleted"

  static func write(_ bytes: [UInt8], at start: Int, to path: String) {
    state.withLock { $0.changes[path, default: Changes()].append(.write(at: start, bytes)) }
  }

  static func cut(_ path: String, to end: Int) {
    state.withLock { $0.changes[path, default: Changes()].append(.cut(to: end)) }
  }

  static func size(of path: String, durable: Int) -> Int {
    state.withLock { $0.changes[path]?.size(from: durable) ?? durable }
  }

  static func apply(to bytes: inout [UInt8], at start: Int, of path: String) {
    state.withLock { $0.changes[path]?.apply(to: &bytes, at: start) }
  }

  /// Hands over what is to be written now.
  static func take(_ path: String) -> [Changes.Change] {
    state.withLock { $0.changes.removeValue(forKey: path)?.list ?? [] }
  }

  /// Deletes a file, until the power goes.
  static func delete(_ path: String) -> Bool {
    state.withLock { state in
      guard unsafe rename(path, path + suffix) == 0 else { return false }
      state.changes[path] = nil
      state.deleted.insert(path)
      return true
    }
  }

  /// A file that was synced by its descriptor, by no means of SQLite.
  package static func sync(descriptor: Int32) {
    guard Disk.isForgetful else { return }
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
    guard count > 0 else { return }
    let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    put(take(path), into: path)
  }

  /// Ends the process with what the seed lets arrive on the disk.
  static func cutPower(seed: UInt64) -> Never {
    var dice = Dice(seed: seed)
    let state = state.withLock { $0 }
    for (path, changes) in state.changes.sorted(by: { $0.key < $1.key }) {
      put(changes.survivors(&dice), into: path)
    }
    for path in state.deleted.sorted() {
      if unsafe access(path, F_OK) != 0, !dice.toss() {
        _ = unsafe rename(path + suffix, path)
      } else {
        _ = unsafe unlink(path + suffix)
      }
    }
    Disk.die()
  }

  private static func put(_ changes: [Changes.Change], into path: String) {
    guard !changes.isEmpty else { return }
    let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { _ = close(file) }
    for change in changes {
      switch change {
      case .cut(let end): _ = ftruncate(file, end)
      case .write(let start, let bytes): _ = unsafe pwrite(file, bytes, bytes.count, start)
      }
    }
  }
}
