import Arguments
package import Messages
import Profiles

extension Command {
  static let auditWhoRead = Command(
    CommandSpec(
      "audit who-read", group: "audit", summary: "show who read a profile's secrets, and when",
      discussion: """
        A line for each person and key: how often, when first and last, which version and fields, \
        and what they say was reading. That secrets went to a workspace is not reading; 'coffer \
        status' shows that. What was read while nothing could be written down is told, too.
        """,
      operands: [OperandSpec("NAME", "a profile", completion: .profile)],
      options: EventChoice.span,
      examples: [
        Example("coffer audit who-read acme-prod-ch", "shows everybody who ever read it"),
        Example("coffer audit who-read acme-prod-ch --since 30d", "shows the last month"),
      ])
  ) { invocation, context throws(Failure) in
    let span = try EventChoice.time(invocation, now: context.now)
    let name = try named(try ProfileName(invocation.operand("NAME") ?? "")).text
    let (readers, unseen) = try context.readers(of: name, in: span)
    let result = WhoReadResult(name: name, readers: readers.map(ReaderResult.init), unseen: unseen)
    try context.show(result) { context in
      if readers.isEmpty { context.say("nobody read it") }
      if !readers.isEmpty { context.table(Reader.table(readers)) }
    }
    context.warnOfUnseen(unseen, ", of this profile or of others")
    return .done
  }
}

extension Context {
  /// Who read a profile's secrets, and how many readings of whatever profile nobody could write down.
  mutating func readers(
    of name: String, in span: EventFilter
  ) throws(Failure) -> (readers: [Reader], unseen: Int) {
    var filter = span
    filter.about = SelectorInput(words: [name])
    filter.actions = ["secret.read"]
    let readers = Reader.list(try all(filter))
    filter.about = nil
    filter.actions = ["read.unaudited"]
    let unseen = try all(filter).reduce(0) { $0 + (Int($1.first("count") ?? "") ?? 1) }
    return (readers, unseen)
  }

  /// All events that a filter means, newest first; one question, however many pages.
  mutating func all(
    _ filter: EventFilter, after: Int64? = nil
  ) throws(Failure) -> [EventLine] {
    let limit = AskAuditLog.pageLimit
    var page = try ask(AskAuditLog(limit: limit, after: after, filter: filter)).answer
    var events = page.events
    while page.hasMore, let last = events.last {
      page = try ask(AskMoreEvents(limit: limit, before: last.sequence, after: after)).answer
      events += page.events
    }
    return events
  }
}

/// Somebody who read a secret, and what they read.
package struct Reader: Equatable, Sendable {
  package let who: String
  /// What they say was reading.
  package private(set) var programs: Set<String> = []
  package private(set) var versions: Set<String> = []
  package private(set) var fields: Set<String> = []
  package private(set) var count = 0
  package private(set) var first: Int64
  package private(set) var last: Int64

  /// Who read last comes first; the events come newest first.
  package static func list(_ events: [EventLine]) -> [Reader] {
    var readers: [Reader] = []
    for event in events {
      let who = EventTable.who(event)
      let place = readers.firstIndex { $0.who == who } ?? readers.count
      if place == readers.count {
        readers.append(Reader(who: who, first: event.time, last: event.time))
      }
      readers[place].add(event)
    }
    return readers
  }

  private mutating func add(_ event: EventLine) {
    count += 1
    first = min(first, event.time)
    last = max(last, event.time)
    versions.formUnion(event.all("version"))
    fields.formUnion(event.all("field"))
    let parent = event.first("parent").map { " under \($0)" } ?? ""
    if let program = event.first("program") { programs.insert(program + parent) }
  }

  package static func table(_ readers: [Reader]) -> Table {
    var table = Table("who", "times", "first", "last", "versions", "fields", "by", whole: 4)
    for reader in readers {
      table.add(
        reader.who, String(reader.count), Times.text(reader.first), Times.text(reader.last),
        reader.shownVersions.map { "v\($0)" }.joined(separator: ", "),
        reader.fields.sorted().joined(separator: ", "),
        reader.programs.sorted().joined(separator: ", "))
    }
    return table
  }

  /// In the order of their numbers.
  package var shownVersions: [String] {
    versions.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }
}

/// What `coffer audit who-read --json` prints.
struct WhoReadResult: Encodable, Equatable {
  let name: String
  let readers: [ReaderResult]
  /// Readings of whatever profile that could not be written down.
  let unseen: Int
}

struct ReaderResult: Encodable, Equatable {
  let fields: [String]
  let first: String
  let last: String
  let programs: [String]
  let times: Int
  let versions: [String]
  let who: String

  init(_ reader: Reader) {
    fields = reader.fields.sorted()
    first = Times.text(reader.first)
    last = Times.text(reader.last)
    programs = reader.programs.sorted()
    times = reader.count
    versions = reader.shownVersions
    who = reader.who
  }
}
