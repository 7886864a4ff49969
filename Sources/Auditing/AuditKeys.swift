package import Sealing

/// The three keys of the log.
///
/// Random once, re-sealed when the vault key changes, never recomputed.
package struct AuditKeys: ~Copyable, Sendable {
  /// Authenticates each link of the chain.
  let chain: SecretBytes
  /// Gives each event the key that seals its details.
  let details: SecretBytes
  /// Turns what is searched for into tags.
  let tags: SecretBytes
  let memo = TagMemo()

  package init(
    chain: consuming SecretBytes, details: consuming SecretBytes, tags: consuming SecretBytes
  ) {
    self.chain = chain
    self.details = details
    self.tags = tags
  }
}
