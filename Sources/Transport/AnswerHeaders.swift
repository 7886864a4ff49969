/// The lines at the head of an answer, read only when asked for.
///
/// Cookies are not kept, nor is what comes after the first 16 KiB.
package struct AnswerHeaders: Sendable {
  /// More than this, and the server is broken or hostile.
  static let most = 128 * 1_024
  private static let mostKept = 16 * 1_024
  /// The most characters of one value.
  private static let longestValue = 1_024

  /// Whole lines, each with its end.
  private var lines: [UInt8] = []
  /// How many bytes there were in all, kept or not.
  private(set) var seen = 0
  /// Whether the empty line at their end was seen.
  private(set) var isWhole = false

  /// When to come back: seconds, or a date.
  package var retryAfter: String? { self["retry-after"] }
  package var contentType: String? { self["content-type"] }
  package var date: String? { self["date"] }
  /// Where the server would have us go; nobody went there.
  package var location: String? { self["location"] }

  /// The first value under a name, whose case does not matter, without what moves a cursor.
  package subscript(name: String) -> String? {
    let wanted = Array(name.utf8)
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      guard Self.isSame(line[..<colon], wanted[...]) else { continue }
      var value = ""
      for scalar in String(decoding: line[(colon + 1)...], as: UTF8.self).unicodeScalars
      where scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
        guard value.unicodeScalars.count < Self.longestValue else { break }
        if !value.isEmpty || scalar != " " { value.unicodeScalars.append(scalar) }
      }
      while value.last == " " { value.removeLast() }
      return value
    }
    return nil
  }

  /// Takes a line as it came; a status line begins anew, as after an interim answer.
  mutating func add(_ line: borrowing Span<UInt8>) {
    seen += line.count
    if Self.begins(line, "http/") {
      lines.removeAll(keepingCapacity: true)
      isWhole = false
      return
    }
    if line.count > 0, line[0] == UInt8(ascii: "\r") || line[0] == UInt8(ascii: "\n") {
      isWhole = true
      return
    }
    guard !Self.begins(line, "set-cookie"), lines.count + line.count <= Self.mostKept else {
      return
    }
    if lines.isEmpty { lines.reserveCapacity(512) }
    unsafe line.withUnsafeBufferPointer { unsafe lines.append(contentsOf: $0) }
  }

  private static func begins(_ line: borrowing Span<UInt8>, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard line.count >= count else { return false }
    for index in 0..<count
    where unsafe lowercased(line[index]) != word.utf8Start[index] { return false }
    return true
  }

  private static func isSame(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { lowercased($0) == lowercased($1) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
