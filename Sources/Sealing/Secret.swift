/// One secret with several owners, wiped when the last of them lets go.
///
/// Printing, interpolating or dumping it shows nothing of what it holds, not even its length.
package final class Secret: Sendable {
  /// The bytes, to be lent.
  package let bytes: SecretBytes

  /// Takes over a secret.
  package init(_ bytes: consuming SecretBytes) {
    self.bytes = bytes
  }

  /// The bytes, lent for as long as this owner is held.
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeElements: bytes.buffer)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// How many bytes there are.
  package var count: Int { bytes.count }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(secret)" }
  package var debugDescription: String { "(secret)" }
  package var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
