import Host
package import Messages
package import Sealing

/// A key file that was just made, and goes away again unless what it is for comes about.
package struct NewKeyFile: ~Copyable {
  package let path: String
  package let key: Secret
  private var isKept = false

  /// Makes a file of 32 random bytes that only we may read; never overwrites one.
  package init(at path: String) throws(Failure) {
    let key = Secret(SecretBytes.random(count: 32))
    try Self.write(key.bytes, to: path)
    self.path = path
    self.key = key
  }

  private static func write(
    _ key: borrowing SecretBytes, to path: String
  ) throws(Failure) {
    do throws(HostError) {
      try Files.createPrivate(path, contents: key.bytes)
    } catch {
      throw Failure(error)
    }
  }

  /// Leaves the file where it is.
  package consuming func keep() { isKept = true }

  /// Leaves the file where it is unless it is certain that nothing was made that it opens.
  package consuming func keep(unless failure: Failure) {
    switch failure.status {
    case .usage, .notFound, .conflict, .locked, .wrongKey, .scope, .invalid, .damaged, .newer: break
    default: isKept = true
    }
  }

  deinit {
    if !isKept { try? Files.remove(path) }
  }
}
