package import Sealing

extension Secret {
  /// The bytes of a text as a secret, which only a test may have as a text.
  package convenience init(text: String) {
    let bytes = Array(text.utf8)
    self.init(SecretBytes(copying: bytes.span))
  }

  /// What the secret spells, to be compared in a test.
  package var text: String {
    let bytes = span
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
