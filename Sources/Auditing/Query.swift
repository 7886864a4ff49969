/// What is asked of the log: events that bear one mark of each of several lists, in a span.
package struct Query: Sendable {
  /// Something by which events are found.
  package enum Mark: Hashable, Sendable {
    /// What it is about, by its random id.
    case subject([UInt8])
    /// Something that it says.
    case fact(Detail)
    /// Something that it says where it is about neither a profile nor the log itself, as pushes do.
    case mention(Detail)
    case action(String)
    case outcome(Outcome)
  }

  /// Of each list one mark must be borne; an empty list is borne by nothing.
  package var each: [[Mark]] = []
  /// Milliseconds since 1970.
  package var since: Int64?
  /// The first millisecond that is not meant any more.
  package var until: Int64?
  /// Only events after this one.
  package var after: Int64 = 0
  /// Only events before this one.
  package var before: Int64 = .max
  package var oldestFirst = false
  package var limit: Int

  package init(limit: Int) {
    self.limit = limit
  }

  /// Whether it means every event in a span of numbers, so that none may be missing in between.
  package var isWhole: Bool { each.isEmpty && since == nil && until == nil }

  /// Lists that are longer are not searched for but compared with each event.
  static let longestSearched = 64

  var searched: [[Mark]] { each.filter { $0.count <= Self.longestSearched } }
  var compared: [[Mark]] { each.filter { $0.count > Self.longestSearched } }

  /// The actions that a mention does not count in.
  static let actionsThatMentionNothing: [String] = Action.allCases.filter {
    $0.isAboutProfile || $0.family == "audit"
  }.map(\.rawValue)
}
