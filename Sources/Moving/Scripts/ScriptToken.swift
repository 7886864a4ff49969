/// A piece of a JavaScript file: what it is and where it stands, never what it says.
struct ScriptToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// An identifier or a keyword.
    case word
    case number
    /// What stands between quotes.
    case text(isEscaped: Bool)
    case templateStart
    /// Text inside of a template.
    case chunk(isEscaped: Bool)
    /// The `${` and the `}` around what is put into a template.
    case open, close
    case templateEnd
    /// One character of punctuation.
    case mark(UInt8)
    /// `||` or `??`: the first of several that is there.
    case either
    /// `...`
    case spread
    /// Any other operator, and regular expressions: nothing that is taken over is made with them.
    case operation
    case end
  }

  let kind: Kind
  let range: Range<Int>
  /// Counted from 1.
  let line: Int

  func isMark(_ character: Unicode.Scalar) -> Bool { kind == .mark(UInt8(ascii: character)) }
}
