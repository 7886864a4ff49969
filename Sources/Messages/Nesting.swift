/// How deep a header may be nested before it is given to a decoder.
///
/// The decoder of JSON traps on some headers that are nested hundreds of levels deep; none of ours is
/// deeper than a handful.
package enum Nesting {
  package static let limit = 64

  /// Whether brackets and braces outside of texts never nest deeper than the limit.
  package static func isShallow(_ header: [UInt8]) -> Bool {
    var depth = 0
    var isText = false
    var isEscaped = false
    for byte in header {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > limit { return false }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return true
  }
}
