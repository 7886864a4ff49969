/// In which order many are rotated: a few first, then the rest, and no new ones where it fails.
package struct Waves: Sendable {
  /// So many are tried before the others.
  package static let first = 3
  package static let atOnce = 8
  /// After so many failures of one cause at one place no new ones are begun there.
  package static let patience = 5

  private var waiting: [Int]
  private let places: [[String]]
  private let late: Set<Int>
  private var isFirst = true
  private var failures: [String: [String: Int]] = [:]

  /// The place at which each of them is; those that change others come after them, one by one.
  package init(_ places: [String], late: Set<Int> = []) {
    self.init(needing: places.map { [$0] }, late: late)
  }

  /// All places that each of them needs, the one where its secret is issued first.
  package init(needing places: [[String]], late: Set<Int> = []) {
    self.places = places
    self.late = late
    waiting = Array(places.indices)
  }

  /// The next ones to be begun together; nothing when there are none left.
  package mutating func next() -> [Int]? {
    let size = isFirst ? Self.first : Self.atOnce
    isFirst = false
    var wave: [Int] = []
    var rest: [Int] = []
    for index in waiting where cause(of: index) == nil {
      if wave.count < size, !late.contains(index) {
        wave.append(index)
      } else {
        rest.append(index)
      }
    }
    waiting = rest
    if wave.isEmpty, !waiting.isEmpty { wave = [waiting.removeFirst()] }
    return wave.isEmpty ? nil : wave
  }

  /// One ended, and failed for a cause: at this place, or where its secret is issued.
  package mutating func ended(_ index: Int, cause: String?, at place: String? = nil) {
    guard let cause, let place = place ?? places[index].first else { return }
    failures[place, default: [:]][cause, default: 0] += 1
  }

  /// Why no new ones are begun at one of the places that one needs.
  package func cause(of index: Int) -> String? {
    for place in places[index] {
      if let found = failures[place]?.first(where: { $0.value >= Self.patience }) {
        return found.key
      }
    }
    return nil
  }
}
