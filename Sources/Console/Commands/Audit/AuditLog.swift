package import Arguments
import Host
package import Messages

extension Command {
  /// Shows what happened.
  static let auditLog = Command(
    CommandSpec(
      "audit log", group: "audit", summary: "show what happened, newest first",
      discussion: """
        Names find what was about a profile under any name that it has or had, also after it was \
        removed or purged. Several options narrow the choice; the same one again widens it. \
        Looking at the log is itself written down, once.

        Times are UTC: 2026-11-28T10:41Z, 2026-11-28, 2026-11, 2026-Q3, 2026, today, yesterday, \
        or 7d for the last seven days (m, h, d, w).

        --format ndjson prints one JSON object a line and csv a table for other programs, both \
        without a limit unless one is given.
        """,
      operands: [
        OperandSpec(
          "NAME", "only about this profile, or what a pattern with * and ? matches",
          arity: .manyOptional, completion: .profile)
      ],
      options: EventChoice.all + [
        OptionSpec("limit", value: ValueSpec("N"), "at most N events, 50 unless told"),
        OptionSpec("before", value: ValueSpec("N"), "only events before number N"),
        OptionSpec("after", value: ValueSpec("N"), "only events after number N"),
        OptionSpec("reverse", "oldest first"),
        OptionSpec("follow", "go on with what happens from now on, until Ctrl-C"),
        OptionSpec(
          "format", value: ValueSpec("FORMAT", choices: EventFormat.allCases.map(\.rawValue)),
          "how to print them"),
      ],
      examples: [
        Example("coffer audit log", "shows the last 50 events"),
        Example("coffer audit log acme-prod-ch --action read", "shows who read its secrets"),
        Example("coffer audit log --during 2026-Q3 --action change", "shows a quarter's changes"),
        Example("coffer audit log --outcome refused --since 7d", "shows what was refused lately"),
        Example("coffer audit log --before 1200 --json", "pages back, as JSON"),
        Example("coffer audit log --follow --format ndjson", "feeds another program"),
      ])
  ) { invocation, context throws(Failure) in
    try EventListing(invocation, context.isJSON, now: context.now).run(&context)
  }

  package static func asking(
    _ invocation: Invocation, now: Int64 = 0
  ) throws(Failure) -> AskAuditLog {
    try EventListing(invocation, false, now: now).call
  }
}

/// How events are printed.
package enum EventFormat: String, CaseIterable, Sendable {
  case table, json, ndjson, csv

  /// Whether each event is printed as it comes, for another program.
  var isStream: Bool { self == .ndjson || self == .csv }
}

/// A listing of events, page by page.
struct EventListing: Sendable {
  var call: AskAuditLog
  let format: EventFormat
  private let follows: Bool
  /// How many to print in all.
  private let limit: Int
  private let words: [String]

  /// How often somebody who follows looks for more.
  private static let pause = Duration.milliseconds(400)

  init(_ invocation: Invocation, _ isJSON: Bool, now: Int64) throws(Failure) {
    let named = invocation.value("format").flatMap(EventFormat.init(rawValue:))
    if isJSON, let named, named != .json {
      throw .usage("--json and --format \(named.rawValue) exclude each other", hint: "keep one")
    }
    format = named ?? (isJSON ? .json : .table)
    let given = try understood(try invocation.integer("limit", in: 1...100_000_000))
    follows = invocation.flag("follow")
    limit = given ?? (format.isStream && !follows ? .max : 50)
    let before = try understood(try invocation.integer("before", in: 1...Int.max))
    let after = try understood(try invocation.integer("after", in: 0...Int.max))
    words = invocation.operands("NAME")
    call = AskAuditLog(
      limit: min(limit, AskAuditLog.pageLimit), before: before.map(Int64.init),
      after: after.map(Int64.init), oldestFirst: invocation.flag("reverse"),
      filter: try EventChoice.read(invocation, now: now))
    if follows {
      guard format != .json else {
        throw .usage("what goes on is no one JSON value", hint: "use --format ndjson")
      }
      guard before == nil, call.filter.until == nil else {
        throw .usage("--follow has no end", hint: "leave --before, --until and --during away")
      }
    }
  }

  func run(_ context: inout Context) throws(Failure) -> ExitStatus {
    if format == .csv { context.out(EventCSV.heading) }
    let first = try context.ask(call).answer
    if follows { return try follow(after: first, &context) }
    var left = limit - first.events.count
    var page = first
    var all = format.isStream ? [] : first.events
    if format.isStream { try print(first.events, &context) }
    while page.hasMore, left > 0, let last = page.events.last {
      page = try context.ask(more(after: last.sequence, limit: left)).answer
      left -= page.events.count
      if format.isStream { try print(page.events, &context) } else { all += page.events }
    }
    let next = page.hasMore ? page.events.last?.sequence : nil
    switch format {
    case .json: try context.json(EventsResult(events: all.map(EventResult.init), next: next))
    case .table:
      if all.isEmpty {
        context.say("no events")
      } else {
        context.table(EventTable.table(all, onTerminal: context.printer.isTerminal))
      }
      if let next, context.printer.isTerminal {
        let place = call.oldestFirst ? "--after \(next)" : "--before \(next)"
        context.say("\(call.oldestFirst ? "later" : "older") ones: \(again) \(place)")
      }
    case .ndjson, .csv: break
    }
    return .done
  }

  /// What to type to ask the same again; with many options only that.
  private var again: String {
    var plain = EventFilter()
    plain.about = call.filter.about
    guard call.filter == plain, plain.about?.labels.isEmpty ?? true,
      plain.about?.types.isEmpty ?? true, !call.oldestFirst, call.after == nil
    else { return "the same with" }
    return "coffer audit log" + words.map { " " + $0 }.joined()
  }

  private func more(after last: Int64, limit: Int) -> AskMoreEvents {
    let limit = min(limit, AskAuditLog.pageLimit)
    return call.oldestFirst
      ? AskMoreEvents(limit: limit, before: call.before, after: last, oldestFirst: true)
      : AskMoreEvents(limit: limit, before: last, after: call.after)
  }

  /// Prints events as they come, oldest first, until somebody ends it.
  private func follow(
    after first: AuditLogAnswer, _ context: inout Context
  ) throws(Failure) -> ExitStatus {
    let interruption = Interruption()
    let begun = call.oldestFirst ? first.events : first.events.reversed()
    try print(begun, &context)
    // The question itself is an event; what comes after it is new.
    var last = begun.last?.sequence ?? call.after ?? 0
    while true {
      let page = try context.ask(
        AskMoreEvents(limit: AskAuditLog.pageLimit, after: last, oldestFirst: true)
      ).answer
      try print(page.events, &context)
      last = page.events.last?.sequence ?? last
      context.printer.flush()
      if interruption.take() || context.printer.trouble != nil { return .done }
      if !page.hasMore { Clock.sleep(Self.pause) }
    }
  }

  private func print(_ events: [EventLine], _ context: inout Context) throws(Failure) {
    switch format {
    case .ndjson:
      for event in events { try context.json(EventResult(event)) }
    case .csv:
      for event in events { context.out(EventCSV.line(event)) }
    case .table, .json:
      for line in EventTable.plain(events) { context.out(line) }
    }
  }
}
