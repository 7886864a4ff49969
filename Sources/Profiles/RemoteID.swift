/// Sixteen random bytes that stand for an object in a workspace where its name must not be told.
package struct RemoteID: Hashable, Sendable, CustomStringConvertible {
  package static let size = 16
  package let bytes: [UInt8]

  /// Nothing if there are not exactly sixteen bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  package var description: String { Hex.text(bytes) }
}
