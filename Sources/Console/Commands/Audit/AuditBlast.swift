import Arguments
package import Messages
import Profiles

extension Command {
  static let auditBlast = Command(
    CommandSpec(
      "audit blast", group: "audit", summary: "show what a leaked secret of a profile would reach",
      discussion: """
        What uses this secret: the connections that it was sent to, in which version, when they \
        took it and when they were tested; the environments that read them; the profiles that are \
        changed through it; and who read it. Of a workspace, everything that is bound to it. It \
        asks nobody: what it says is what was seen last.
        """,
      operands: [OperandSpec("NAME", "a profile", completion: .profile)],
      examples: [
        Example("coffer audit blast acme-prod-ch", "shows what would break, and who knows it")
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
    let environments = try context.ask(AskEnvironments()).answer.rows
    let (readers, unseen) = try context.readers(of: name, in: EventFilter())
    let blast = Blast(profile, among: all, rows: rows, environments: environments)
    try context.show(BlastResult(blast, readers, unseen: unseen)) { context in
      for line in blast.lines { context.out(line) }
      if !blast.places.isEmpty { context.table(blast.table) }
      if readers.isEmpty { context.say("nobody read it") }
      if !readers.isEmpty { context.table(Reader.table(readers)) }
    }
    context.warnOfUnseen(unseen, ", of this profile or of others")
    return .done
  }
}

/// What uses a profile's secret.
package struct Blast: Equatable, Sendable {
  package let name: String
  package let version: UInt32
  /// Connections that it was sent to, or that lie in it as a workspace.
  package let places: [RemoteRow]
  /// Environments that read one of them.
  package let environments: [String]
  /// Profiles that are changed through it.
  package let changes: [String]

  package init(
    _ profile: ProfileSummary, among all: [ProfileSummary], rows: [RemoteRow],
    environments: [EnvironmentsAnswer.Row]
  ) {
    let places = rows.filter { row in
      row.kind == .connection && (row.profile == profile.name || row.workspace == profile.name)
    }
    let paths = Set(places.map(\.path))
    name = profile.name
    version = profile.version
    self.places = places
    self.environments = environments.filter { row in
      !row.isTemplate && row.sources.contains { paths.contains(row.workspace + "/" + $0.text) }
    }.map { $0.workspace + "/" + $0.name }
    changes = all.filter { $0.via == profile.name }.map(\.name)
  }

  /// All but the connections and the readers.
  package var lines: [String] {
    let secret = version == 0 ? "\(name), not known yet" : "\(name) v\(version)"
    return [Remark.line("secret", secret)]
      + changes.map { Remark.line("changes", $0) }
      + environments.map { Remark.line("feeds", "environment \($0)") }
      + (places.isEmpty ? [Remark.line("sent", "to no workspace that it is bound to now")] : [])
  }

  package var table: Table {
    var table = Table("connection", "profile", "version", "state", "accepted", "tested", whole: 2)
    for place in places {
      table.add(
        place.path, place.profile ?? "", place.version.map { "v\($0)" } ?? "never", place.state,
        place.acceptedAt.map(Times.text) ?? "never", place.testedAt.map(Times.text) ?? "never")
    }
    return table
  }
}

/// What `coffer audit blast --json` prints.
struct BlastResult: Encodable, Equatable {
  struct Place: Encodable, Equatable {
    let accepted: String?
    let connection: String
    let profile: String?
    let state: String
    let tested: String?
    /// The version that was accepted last.
    let version: UInt32?

    init(_ row: RemoteRow) {
      accepted = row.acceptedAt.map(Times.text)
      connection = row.path
      profile = row.profile
      state = row.state
      tested = row.testedAt.map(Times.text)
      version = row.version
    }

    private enum Key: CodingKey { case accepted, connection, profile, state, tested, version }

    /// Every key is always there, so that a table can be made of it.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(accepted, forKey: .accepted)
      try container.encode(connection, forKey: .connection)
      try container.encode(profile, forKey: .profile)
      try container.encode(state, forKey: .state)
      try container.encode(tested, forKey: .tested)
      try container.encode(version, forKey: .version)
    }
  }
  let changes: [String]
  let environments: [String]
  let name: String
  let places: [Place]
  let readers: [ReaderResult]
  /// Readings of whatever profile that could not be written down.
  let unseen: Int
  let version: UInt32

  init(_ blast: Blast, _ readers: [Reader], unseen: Int) {
    changes = blast.changes
    environments = blast.environments
    name = blast.name
    places = blast.places.map(Place.init)
    self.readers = readers.map(ReaderResult.init)
    self.unseen = unseen
    version = blast.version
  }
}
