import Arguments
import Messages
import Profiles

extension Command {
  static let auditBlast = Command(
    CommandSpec(
      "audit blast", group: "audit", summary: "show what a leaked secret of a profile would reach",
      discussion: """
        What uses this secret: the connections that it was sent to, in which version and when they \
        took it and were tested, the environments that read them, the profiles that are changed \
        through it; and who read it. For a workspace, everything that is bound to it. It asks \
        nobody: what it says is what was seen last.
        """,
      operands: [OperandSpec("NAME", "a profile", completion: .profile)],
      examples: [
        Example("coffer audit blast acme-prod-ch", "shows what would break, and who knows")
      ]
    )
  ) { invocation, context throws(Failure) in
    let name = try named(try ProfileName(invocation.operand("NAME") ?? "")).text
    let all = try context.ask(ListProfiles(SelectorInput(all: true))).answer.profiles
    guard let profile = all.first(where: { $0.name == name }) else {
      throw Failure(
        .notFound, "no profile is named '\(name)'", hint: "'coffer list' shows what there is",
        unknown: name, known: all.map(\.name))
    }
    let rows = try context.ask(AskStatus(RemoteSelection(all: true))).answer.rows
    let places = rows.filter { row in
      row.kind == .connection && (row.profile == name || row.workspace == name)
    }
    let environments = try context.ask(AskEnvironments()).answer.rows.filter { row in
      !row.isTemplate
        && row.sources.contains { source in
          places.contains { $0.workspace == row.workspace && $0.name == source.text }
        }
    }
    var filter = EventFilter()
    filter.about = SelectorInput(words: [name])
    filter.actions = ["secret.read"]
    let readers = Reader.list(try context.all(filter))
    let result = BlastResult(
      name: name, version: profile.version, places: places.map(BlastResult.Place.init),
      environments: environments.map { $0.workspace + "/" + $0.name },
      changes: all.filter { $0.via == name }.map(\.name), readers: readers.map(ReaderResult.init))
    try context.show(result) { context in result.print(to: &context, readers) }
    return .done
  }
}

/// What `coffer audit blast --json` prints.
struct BlastResult: Encodable, Equatable {
  struct Place: Encodable, Equatable {
    let connection: String
    let profile: String?
    let state: String
    /// The version that was accepted last.
    let version: UInt32?
    let accepted: String?
    let tested: String?

    init(_ row: RemoteRow) {
      connection = row.path
      profile = row.profile
      state = row.state
      version = row.version
      accepted = row.acceptedAt.map(Times.text)
      tested = row.testedAt.map(Times.text)
    }
  }
  let name: String
  let version: UInt32
  let places: [Place]
  let environments: [String]
  /// The profiles that are changed through this one.
  let changes: [String]
  let readers: [ReaderResult]

  func print(to context: inout Context, _ readers: [Reader]) {
    context.out(Remark.line("secret", "\(name) v\(version)"))
    if places.isEmpty { context.say("it was bound to nothing") }
    if !places.isEmpty {
      var table = Table("connection", "profile", "version", "state", "accepted", "tested", whole: 2)
      for place in places {
        table.add(
          place.connection, place.profile ?? "", place.version.map { "v\($0)" } ?? "never",
          place.state, place.accepted ?? "never", place.tested ?? "never")
      }
      context.table(table)
    }
    for name in environments { context.out(Remark.line("read by", "environment \(name)")) }
    for name in changes { context.out(Remark.line("changes", name)) }
    if readers.isEmpty { context.say("nobody read it") }
    if !readers.isEmpty { context.table(Reader.table(readers)) }
  }
}
