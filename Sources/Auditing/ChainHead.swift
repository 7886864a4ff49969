/// The end of the chain: the last event, and the hash that the next one must carry.
package struct ChainHead: Equatable, Sendable {
  package let sequence: Int64
  package let link: [UInt8]

  package init(sequence: Int64, link: [UInt8]) {
    self.sequence = sequence
    self.link = link
  }

  /// Before the first event: the chain hangs on the vault's own id.
  package static func start(of vault: [UInt8]) -> ChainHead {
    ChainHead(sequence: 0, link: vault)
  }
}
