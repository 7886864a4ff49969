/// What was done to a file since it was last synced, in order.
struct Changes {
  enum Change {
    case write(at: Int, [UInt8])
    case cut(to: Int)
  }

  private(set) var list: [Change] = []

  mutating func append(_ change: Change) { list.append(change) }

  /// How long the file looks to this process.
  func size(from durable: Int) -> Int {
    list.reduce(durable) { size, change in
      switch change {
      case .write(let start, let bytes): max(size, start + bytes.count)
      case .cut(let end): min(size, end)
      }
    }
  }

  /// Turns what lies on the disk at `start` into what this process has written there.
  func apply(to bytes: inout [UInt8], at start: Int) {
    for change in list {
      switch change {
      case .write(let place, let new):
        let from = max(place, start)
        let to = min(place + new.count, start + bytes.count)
        guard from < to else { continue }
        bytes.replaceSubrange(
          from - start..<to - start, with: new[from - place..<to - place])
      case .cut(let end):
        let from = max(end - start, 0)
        guard from < bytes.count else { continue }
        for index in from..<bytes.count { bytes[index] = 0 }
      }
    }
  }

  /// Those that happened to reach the disk: none for the seed 0; sectors of a write are torn apart.
  func survivors(_ random: inout Dice) -> [Change] {
    list.flatMap { change -> [Change] in
      switch change {
      case .cut: return random.toss() ? [change] : []
      case .write(let start, let bytes):
        // Half of the writes arrive or are lost as a whole, as most do.
        if random.toss() { return random.toss() ? [change] : [] }
        return stride(from: 0, to: bytes.count, by: 512).filter { _ in random.toss() }.map {
          .write(at: start + $0, Array(bytes[$0..<min($0 + 512, bytes.count)]))
        }
      }
    }
  }
}

/// Chance that can be repeated; the seed 0 always says no.
struct Dice {
  private var state: UInt64
  private let isFixed: Bool

  init(seed: UInt64) {
    isFixed = seed == 0
    state = seed
  }

  mutating func toss() -> Bool {
    guard !isFixed else { return false }
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return (bits ^ bits >> 31) & 1 == 1
  }
}
