import Moving
import Sealing

/// Single values out of an answer that may be anything; nothing is read more deeply than the walker
/// goes, so that no answer can bring us down.
package enum WebJSON {
  /// The text at the end of a path of keys.
  package static func text(_ path: [String], in bytes: Span<UInt8>) -> String? {
    guard case .string(let place, let isEscaped)? = value(path, in: bytes) else { return nil }
    return try? JSONString.text(place, isEscaped: isEscaped, of: bytes)
  }

  static func isTrue(_ path: [String], in bytes: Span<UInt8>) -> Bool {
    guard case .word(let place)? = value(path, in: bytes) else { return false }
    return Bytes.text(bytes.extracting(place)) == "true"
  }

  private static func value(_ path: [String], in bytes: Span<UInt8>) -> JSONCursor.Value? {
    var place = 0..<bytes.count
    var found: JSONCursor.Value?
    for key in path {
      if let value = found {
        guard case .object(let inner) = value else { return nil }
        place = inner
      }
      found = nil
      var cursor = JSONCursor(place)
      do throws(MovingError) {
        try cursor.members(bytes) { (name, value) throws(MovingError) in
          if Bytes.text(bytes.extracting(name)) == key { found = value }
        }
      } catch {
        return nil
      }
      if found == nil { return nil }
    }
    return found
  }
}
