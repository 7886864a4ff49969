import Sealing

extension Secret {
  /// Whether it is a password that everybody knows.
  func isDefault(_ known: String) -> Bool { bytes.equals(known.utf8.span) }
}
