/// Which requests a fault befalls, and how often.
package struct FaultRule: Sendable {
  private let method: String?
  private let path: [String]?
  private(set) var timesLeft: Int?
  private var toSkip: Int
  let fault: Fault

  /// Reads `{"match": {"method": ..., "path": ...}, "skip": n, "times": n, "fault": {...}}`.
  ///
  /// In a path `*` stands for any characters of one segment, and a last `**` for all the rest.
  package init?(_ value: JSONValue) {
    guard let fault = value["fault"].flatMap({ Fault($0) }) else { return nil }
    self.fault = fault
    method = value["match"]?["method"]?.text
    path = value["match"]?["path"]?.text.map { text in
      text.split(separator: "/").map { String($0) }
    }
    timesLeft = value["times"]?.count
    toSkip = value["skip"]?.count ?? 0
  }

  /// Whether it befalls this request; if so, that is one time less.
  package mutating func befalls(_ method: String, _ segments: [String]) -> Bool {
    guard timesLeft != 0, matches(method, segments) else { return false }
    guard toSkip == 0 else {
      toSkip -= 1
      return false
    }
    if let left = timesLeft { timesLeft = left - 1 }
    return true
  }

  private func matches(_ method: String, _ segments: [String]) -> Bool {
    if let wanted = self.method, wanted != method { return false }
    guard var pattern = path else { return true }
    var segments = segments[...]
    if pattern.last == "**" {
      pattern.removeLast()
      segments = segments.prefix(pattern.count)
    }
    guard pattern.count == segments.count else { return false }
    return zip(pattern, segments).allSatisfy { Self.fits(Array($1.utf8), Array($0.utf8)[...]) }
  }

  private static func fits(_ text: [UInt8], _ pattern: ArraySlice<UInt8>) -> Bool {
    // Where the last star stood, and how much of the text it has eaten so far.
    var text = text[...]
    var pattern = pattern
    var star: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
    while let byte = text.first {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        star = (pattern, text)
      } else if pattern.first == byte {
        pattern = pattern.dropFirst()
        text = text.dropFirst()
      } else if let last = star {
        let rest = last.text.dropFirst()
        star = (last.pattern, rest)
        (pattern, text) = (last.pattern, rest)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
