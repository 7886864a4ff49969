package import Arguments
package import Messages

/// The options by which events are chosen, as a command line gives them.
package enum EventChoice {
  package static let span: [OptionSpec] = [
    OptionSpec("since", value: ValueSpec("TIME"), "only events from the beginning of TIME on"),
    OptionSpec("until", value: ValueSpec("TIME"), "only events before the beginning of TIME"),
    OptionSpec(
      "during", value: ValueSpec("TIME"), "only events within TIME, such as 2026-Q3 or yesterday"),
  ]

  package static let profiles: [OptionSpec] = Selection.options.filter { $0.long != "all" }

  package static let all: [OptionSpec] =
    span + [
      OptionSpec(
        "action", value: ValueSpec("ACTION"), repeats: true,
        "only this action, a pattern such as 'push.*', or one of read, change, access, look"),
      OptionSpec(
        "outcome", value: ValueSpec("OUTCOME", choices: ["done", "refused", "failed"]),
        repeats: true, "only events that ended so"),
      OptionSpec("actor", value: ValueSpec("WHO"), "only what this user, or this key, did"),
      OptionSpec("session", value: ValueSpec("ID"), "only what was done in this session"),
      OptionSpec(
        "workspace", value: ValueSpec("NAME", completion: .profile),
        "only what is about this workspace"),
      OptionSpec(
        "field", value: ValueSpec("FIELD"), repeats: true, "only what is about this field"),
    ] + profiles

  /// Reads what was given.
  package static func read(
    _ invocation: Invocation, now: Int64
  ) throws(Failure) -> EventFilter {
    var filter = try time(invocation, now: now)
    filter.actions = invocation.values("action")
    filter.outcomes = invocation.values("outcome")
    filter.actor = invocation.value("actor")
    filter.session = invocation.value("session")
    filter.workspace = invocation.value("workspace")
    filter.fields = invocation.values("field")
    let selector = try Selection.read(invocation, emptyIsAll: true)
    if !selector.all { filter.about = selector }
    return filter
  }

  static func time(
    _ invocation: Invocation, now: Int64
  ) throws(Failure) -> EventFilter {
    func span(_ option: String) throws(Failure) -> TimeSpan? {
      try invocation.value(option).map { text throws(Failure) in try TimeSpan(text, now: now) }
    }
    var filter = EventFilter()
    filter.since = try span("since")?.start
    filter.until = try span("until")?.start
    if let during = try span("during") {
      guard filter.since == nil, filter.until == nil else {
        throw .usage("--during says both ends already", hint: "leave --since and --until away")
      }
      filter.since = during.start
      filter.until = during.end
    }
    if let since = filter.since, let until = filter.until, since >= until {
      throw .usage(
        "the span ends before it begins",
        hint: "--since \(Times.text(since)) must be before --until \(Times.text(until))")
    }
    return filter
  }
}
