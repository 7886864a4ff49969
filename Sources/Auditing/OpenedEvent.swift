/// An event as a person may read it.
package struct OpenedEvent: Equatable, Sendable {
  package let sequence: Int64
  package let time: Int64
  package let action: String
  package let outcome: String
  package let subject: [UInt8]?
  package let details: [Detail]
  /// Whether it was written with the vault's key.
  package let isAuthenticated: Bool

  package func values(of key: Detail.Key) -> [String] {
    details.filter { $0.key == key.rawValue }.map(\.value)
  }
}
