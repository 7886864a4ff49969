/// Sixteen random bytes that stand for a profile where its name must not be told.
package struct ProfileID: Hashable, Sendable, CustomStringConvertible {
  package static let size = 16
  package let bytes: [UInt8]

  /// Nothing if there are not exactly sixteen bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  package init?(hex: String) {
    guard let bytes = Hex.bytes(hex) else { return nil }
    self.init(bytes)
  }

  package var description: String { Hex.text(bytes) }
}
