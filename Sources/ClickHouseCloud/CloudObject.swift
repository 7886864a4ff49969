import Moving
import Profiles
import Sealing

/// Where the members of an object stand; the values stay in the answer until they are asked for.
struct CloudObject {
  /// More than any text of the API that is not an address list.
  private static let longest = 1_024

  private var members: [String: JSONCursor.Value] = [:]

  /// Nothing if it is no whole object.
  init?(_ bytes: Span<UInt8>, _ place: Range<Int>) {
    var members: [String: JSONCursor.Value] = [:]
    guard
      Self.members(
        bytes, in: place, { (name, value) throws(MovingError) in members[name] = value })
    else { return nil }
    self.members = members
  }

  subscript(name: String) -> JSONCursor.Value? { members[name] }

  /// A text that is no secret, without what moves a cursor.
  func text(_ name: String, _ bytes: Span<UInt8>) -> String? {
    members[name].flatMap { Self.text($0, bytes) }
  }

  func secret(_ name: String, _ bytes: Span<UInt8>) -> Secret? {
    guard case .string(let place, let isEscaped)? = members[name], !place.isEmpty,
      let secret = try? JSONString.bytes(place, isEscaped: isEscaped, of: bytes)
    else { return nil }
    return Secret(secret)
  }

  func number(_ name: String, _ bytes: Span<UInt8>) -> Int? {
    switch members[name] {
    case .word(let place)?: Bytes.text(bytes.extracting(place)).flatMap { Int($0) }
    case .string?: text(name, bytes).flatMap { Int($0) }
    default: nil
    }
  }

  func flag(_ name: String, _ bytes: Span<UInt8>) -> Bool? {
    guard case .word(let place)? = members[name] else { return nil }
    return Bytes.text(bytes.extracting(place)).flatMap { Bool($0) }
  }

  func time(_ name: String, _ bytes: Span<UInt8>) -> Int64? {
    text(name, bytes).flatMap { CloudTime.milliseconds($0) }
  }

  func objects(_ name: String, _ bytes: Span<UInt8>) -> [CloudObject] {
    var found: [CloudObject] = []
    guard case .array(let place)? = members[name] else { return [] }
    _ = Self.elements(bytes, in: place) { element in
      if case .object(let place) = element, let object = CloudObject(bytes, place) {
        found.append(object)
      }
    }
    return found
  }

  func texts(_ name: String, _ bytes: Span<UInt8>) -> [String] {
    var found: [String] = []
    guard case .array(let place)? = members[name] else { return [] }
    _ = Self.elements(bytes, in: place) { element in
      if let text = Self.text(element, bytes) { found.append(text) }
    }
    return found
  }

  private static func text(_ value: JSONCursor.Value, _ bytes: Span<UInt8>) -> String? {
    guard case .string(let place, let isEscaped) = value, place.count <= longest,
      let text = try? JSONString.text(place, isEscaped: isEscaped, of: bytes)
    else { return nil }
    return Cleaned.text(text, limit: longest)
  }

  /// Hands over the members of an object; false where there is none, or it is broken.
  @discardableResult
  static func members(
    _ bytes: Span<UInt8>, in place: Range<Int>,
    _ body: (String, JSONCursor.Value) throws(MovingError) -> Void
  ) -> Bool {
    var cursor = JSONCursor(place)
    do throws(MovingError) {
      try cursor.members(bytes) { (key, value) throws(MovingError) in
        guard let name = Bytes.text(bytes.extracting(key)) else { return }
        try body(name, value)
      }
      return true
    } catch {
      return false
    }
  }

  static func elements(
    _ bytes: Span<UInt8>, in place: Range<Int>, _ body: (JSONCursor.Value) -> Void
  ) -> Bool {
    var cursor = JSONCursor(place)
    do throws(MovingError) {
      try cursor.elements(bytes) { (element) throws(MovingError) in body(element) }
      return true
    } catch {
      return false
    }
  }
}
