/// One value on its way into a statement.
package enum Value: Equatable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}

extension Value {
  /// The bytes as a blob, or null when there are none.
  package static func optional(_ bytes: [UInt8]?) -> Value {
    if let bytes { .blob(bytes) } else { .null }
  }

  /// The number, or null when there is none.
  package static func optional(_ number: Int64?) -> Value {
    if let number { .integer(number) } else { .null }
  }

  /// The text, or null when there is none.
  package static func optional(_ text: String?) -> Value {
    if let text { .text(text) } else { .null }
  }
}
