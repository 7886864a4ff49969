package import Messages

/// A profile whose secret somebody may know, and what the log says was done about it since.
package struct Exposure: Equatable, Sendable {
  /// The actions by which it is known.
  package static let reports = ["profile.compromised", "profile.settled"]
  /// The actions that say whether another secret has taken its place.
  package static let rotations = [
    "rotation.prepared", "rotation.switched", "rotation.done", "rotation.abandoned",
  ]

  /// The profile's random id, since its name may be another by now.
  package let id: String
  /// How it came to that.
  package let cause: String
  /// Milliseconds since 1970.
  package let at: Int64
  package let sequence: Int64
  /// Whether a secret that was made afterwards took its place, and the rotation came to its end.
  package private(set) var isOver = false
  /// The version that was made afterwards, while its rotation is under way.
  private var made: String?
  private var isSwitched = false
  /// Whether what took its place was made before, and may be known as well.
  package private(set) var isStale = false

  /// Whether the rotation that is under way makes a secret which nobody can have learned.
  package var isFresh: Bool { made != nil }

  private init(_ event: EventLine, of id: String) {
    self.id = id
    cause = event.first("cause") ?? ""
    at = event.time
    sequence = event.sequence
  }

  /// What was reported last of each profile and not settled since; all events come newest first.
  package static func list(reports: [EventLine], rotations: [EventLine]) -> [Exposure] {
    var exposures: [Exposure] = []
    var places: [String: Int] = [:]
    var seen: Set<String> = []
    for event in reports {
      guard let id = event.subject, seen.insert(id).inserted, event.action == Self.reports[0]
      else { continue }
      places[id] = exposures.count
      exposures.append(Exposure(event, of: id))
    }
    for event in rotations.reversed() {
      guard let id = event.subject, let place = places[id],
        event.sequence > exposures[place].sequence
      else { continue }
      exposures[place].follow(event)
    }
    return exposures
  }

  /// A rotation counts only if its secret was made after somebody may have looked.
  private mutating func follow(_ event: EventLine) {
    switch event.action {
    case "rotation.prepared":
      made = event.first("version")
    case "rotation.switched":
      isSwitched = made != nil && event.first("version") == made
      isStale = !isSwitched
    case "rotation.done":
      if isSwitched { isOver = true }
      made = nil
      isSwitched = false
    case "rotation.abandoned":
      made = nil
      isSwitched = false
    default: break
    }
  }
}
