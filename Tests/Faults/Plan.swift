/// What shall happen to the disk, and at which of its steps; the first step is number 1.
package struct Plan: Equatable, Sendable {
  package enum Deed: Equatable, Sendable {
    /// Nothing: the steps are only counted.
    case count
    /// The process is killed before the step, or after it.
    case kill(at: Int, afterwards: Bool)
    /// The steps that a fault breaks fail from the n-th of them on.
    case fail(Fault, from: Int)
    /// The process dies before the step and takes along what was not synced: all of it for the seed
    /// 0, and otherwise a part that the seed decides.
    case cutPower(at: Int, seed: UInt64)
    /// The process ends itself at the step, as by a mistake of ours that Swift notices.
    case trap(at: Int)
  }

  package var deed: Deed
  /// A file that gets one letter a step, so that others see how far it went.
  package var record: String?
  /// Whether the agent is hardened as the one that ships; a hardened one is nobody's child.
  package var isHardened: Bool

  package init(_ deed: Deed, record: String? = nil, isHardened: Bool = false) {
    self.deed = deed
    self.record = record
    self.isHardened = isHardened
  }
}

extension Plan {
  /// The plan as the words of a command line.
  package var words: [String] {
    let deed =
      switch deed {
      case .count: "count"
      case .kill(let point, let afterwards): "\(afterwards ? "kill-after" : "kill-before") \(point)"
      case .fail(let fault, let point): "fail \(fault.rawValue) \(point)"
      case .cutPower(let point, let seed): "cut-power \(point) \(seed)"
      case .trap(let point): "trap \(point)"
      }
    var words = deed.split(separator: " ").map(String.init)
    if let record { words += ["record", record] }
    if isHardened { words.append("hardened") }
    return words
  }

  /// Reads such words; nothing if they say no plan.
  package init?(words: [String]) {
    var rest = words[...]
    var found: Deed?
    var record: String?
    var isHardened = false
    func number() -> Int? { rest.popFirst().flatMap { Int($0) } }
    while let word = rest.popFirst() {
      switch word {
      case "count": found = .count
      case "kill-before", "kill-after":
        guard let point = number() else { return nil }
        found = .kill(at: point, afterwards: word == "kill-after")
      case "fail":
        guard let fault = rest.popFirst().flatMap({ Fault(rawValue: $0) }), let point = number()
        else { return nil }
        found = .fail(fault, from: point)
      case "cut-power":
        guard let point = number(), let seed = number() else { return nil }
        found = .cutPower(at: point, seed: UInt64(clamping: seed))
      case "trap":
        guard let point = number() else { return nil }
        found = .trap(at: point)
      case "record":
        guard let path = rest.popFirst() else { return nil }
        record = path
      case "hardened": isHardened = true
      default: return nil
      }
    }
    guard let found else { return nil }
    self.init(found, record: record, isHardened: isHardened)
  }
}
