import Embeddable
import Moving
import Profiles
package import Sealing

/// Which fields over there are not as we would send them.
///
/// Secrets are never looked at: what is shown in their place says nothing.
package enum Drift {
  /// The names of the fields that differ; nil if the answer cannot be read.
  package static func fields(of answer: Secret, against body: WireBody) -> [String]? {
    let bytes = answer.span
    guard let top = Shape.read(bytes) else { return nil }
    var drifted: [String] = []
    if top["type"] != Shape.text(body.wireType) { drifted.append("type") }
    guard !body.isWhollyHidden else { return drifted }
    guard case .object(let credentials)? = top["credentials"] else { return nil }
    var expected = Shape.object([:])
    for visible in body.visible {
      expected.put(Shape.parse(visible.json) ?? .other(visible.json), at: visible.path[...])
    }
    compare(credentials, expected.members, at: [], hidden: body.hidden, into: &drifted)
    return drifted
  }

  private static func compare(
    _ found: [String: Shape], _ wanted: [String: Shape], at path: [String], hidden: [[String]],
    into drifted: inout [String]
  ) {
    for key in Set(found.keys).union(wanted.keys).sorted() {
      let place = path + [key]
      if hidden.contains(place) { continue }
      switch (found[key], wanted[key]) {
      case (.object(let inside)?, .object(let inner)?):
        compare(inside, inner, at: place, hidden: hidden, into: &drifted)
      case (.object(let inside)?, nil) where hidden.contains(where: { $0.starts(with: place) }):
        compare(inside, [:], at: place, hidden: hidden, into: &drifted)
      // A field of no value is the same as none.
      case (.other("null")?, nil): continue
      case (let one, let other) where one == other: continue
      default: drifted.append(Cleaned.text(place.joined(separator: ".")))
      }
    }
  }
}

/// JSON as values to be compared; only of what is no secret.
package indirect enum Shape: Equatable {
  case object([String: Shape])
  case array([Shape])
  case text(String)
  /// A number, `true`, `false` or `null`, as it stands.
  case other(String)

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
  /// Texts of more than 4 KiB and keys that commonly hold secrets are not taken out of their place.
  package static func read(_ bytes: Span<UInt8>) -> [String: Shape]? {
    var cursor = JSONCursor(0..<bytes.count)
    guard let value = try? cursor.value(bytes),
      case .object(let members)? = try? shape(of: value, bytes, key: "")
    else { return nil }
    return members
  }

  static func parse(_ json: String) -> Shape? {
    let bytes = Array(json.utf8)
    var cursor = JSONCursor(0..<bytes.count)
    guard let value = try? cursor.value(bytes.span) else { return nil }
    return try? shape(of: value, bytes.span, key: "")
  }

  private static func shape(
    of value: JSONCursor.Value, _ bytes: Span<UInt8>, key: String
  ) throws(MovingError) -> Shape {
    switch value {
    case .null: return .other("null")
    case .word(let range): return .other(Bytes.text(bytes.extracting(range)) ?? "")
    case .string(let range, let isEscaped):
      if range.count > 4_096 || SecretParts.isSecret(key: key) {
        return .other("(not looked at)")
      }
      return .text(try JSONString.text(range, isEscaped: isEscaped, of: bytes))
    case .object(let range):
      var members: [String: Shape] = [:]
      var cursor = JSONCursor(range)
      try cursor.members(bytes) { (place, value) throws(MovingError) in
        let key = Bytes.text(bytes.extracting(place)) ?? ""
        members[key] = try shape(of: value, bytes, key: key)
      }
      return .object(members)
    case .array(let range):
      var elements: [Shape] = []
      var cursor = JSONCursor(range)
      try cursor.elements(bytes) { (value) throws(MovingError) in
        elements.append(try shape(of: value, bytes, key: key))
      }
      return .array(elements)
    }
  }
}
