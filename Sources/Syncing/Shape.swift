import Moving
import Redacting
import Sealing

/// JSON as values to be compared; only of what is no secret.
package indirect enum Shape: Equatable, Sendable {
  case object([String: Shape])
  case array([Shape])
  case text(String)
  /// A number, `true`, `false` or `null`, as it stands.
  case other(String)

  /// What stands for all that is not taken out of its place.
  static var unseen: Shape { .other("(not looked at)") }
  /// The longest text that is compared, in bytes.
  private static let longest = 4_096

  var members: [String: Shape] {
    if case .object(let members) = self { members } else { [:] }
  }

  mutating func put(_ value: Shape, at path: ArraySlice<String>) {
    guard let key = path.first, case .object(var members) = self else { return }
    if path.count == 1 {
      members[key] = value
    } else {
      var inner = members[key] ?? .object([:])
      inner.put(value, at: path.dropFirst())
      members[key] = inner
    }
    self = .object(members)
  }

  /// The members of the object that some bytes are.
  ///
  /// What stands at `hidden`, texts of more than 4 KiB and keys that commonly hold secrets are not
  /// taken out of their place.
  package static func read(
    _ bytes: Span<UInt8>, hiding hidden: [[String]] = []
  ) -> [String: Shape]? {
    var cursor = JSONCursor(0..<bytes.count)
    guard let value = try? cursor.value(bytes),
      case .object(let members)? = try? shape(
        of: value, bytes, key: "", hiding: hidden.map { $0[...] })
    else { return nil }
    return members
  }

  /// A text as it is read again under a key.
  static func sent(_ text: String, under key: String) -> Shape {
    text.utf8.count > longest || SecretParts.isSecret(key: key) ? unseen : .text(text)
  }

  /// What JSON is read again under a key.
  static func parse(_ json: String, under key: String) -> Shape? {
    let bytes = Array(json.utf8)
    var cursor = JSONCursor(0..<bytes.count)
    guard let value = try? cursor.value(bytes.span) else { return nil }
    return try? shape(of: value, bytes.span, key: key, hiding: [])
  }

  private static func shape(
    of value: JSONCursor.Value, _ bytes: Span<UInt8>, key: String,
    hiding hidden: [ArraySlice<String>]
  ) throws(MovingError) -> Shape {
    if hidden.contains(where: \.isEmpty) { return unseen }
    switch value {
    case .null: return .other("null")
    case .word(let range): return .other(Bytes.text(bytes.extracting(range)) ?? "")
    case .string(let range, let isEscaped):
      // An escape takes at most six bytes for one.
      guard range.count <= longest * (isEscaped ? 6 : 1), !SecretParts.isSecret(key: key) else {
        return unseen
      }
      let text = try JSONString.text(range, isEscaped: isEscaped, of: bytes)
      return text.utf8.count <= longest ? .text(text) : unseen
    case .object(let range):
      var members: [String: Shape] = [:]
      var cursor = JSONCursor(range)
      try cursor.members(bytes) { (place, value) throws(MovingError) in
        let key = Bytes.text(bytes.extracting(place)) ?? ""
        let inner = hidden.filter { $0.first == key }.map { $0.dropFirst() }
        members[key] = try shape(of: value, bytes, key: key, hiding: inner)
      }
      return .object(members)
    case .array(let range):
      var elements: [Shape] = []
      var cursor = JSONCursor(range)
      try cursor.elements(bytes) { (value) throws(MovingError) in
        elements.append(try shape(of: value, bytes, key: key, hiding: hidden))
      }
      return .array(elements)
    }
  }
}
