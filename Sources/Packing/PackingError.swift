/// Why bytes are not what a `Packer` wrote.
package enum PackingError: Error, Equatable, Sendable {
  /// The bytes end before the value does.
  case cutOff
  /// A value that is never written so.
  case malformed

  package var message: String {
    switch self {
    case .cutOff: "the record ends too early"
    case .malformed: "the record holds a value that is never written so"
    }
  }

  package var remedy: String {
    "restore a backup and compare; the file was damaged or changed by another program"
  }
}
