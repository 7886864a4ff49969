import Sealing

/// How long a busy server is waited for: as it says, or twice as long each time, with some jitter.
///
/// The time that its answers take counts too.
package struct Patience: Equatable, Sendable {
  package var budget: Duration
  package var first: Duration

  package init(budget: Duration = .seconds(60), first: Duration = .milliseconds(500)) {
    self.budget = budget
    self.first = first
  }

  func pause(_ attempt: Int, told: String?) -> Duration {
    let jitter = Duration.milliseconds(Int64(Random.uniform(below: 250)))
    // "At once" is no pause: a server that says so each time would be asked without end.
    if let told, let seconds = Int64(told), (1...86_400).contains(seconds) {
      return .seconds(seconds) + jitter
    }
    return first * (1 << min(attempt, 6)) + jitter
  }
}

/// A name as one part of a path.
enum PathPart {
  static func escaped(_ name: String) -> String {
    var escaped = ""
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    // A path of dots would be taken for another place.
    return escaped.allSatisfy { $0 == "." } ? escaped.map { _ in "%2E" }.joined() : escaped
  }
}
