package import Auditing
import Profiles
import Storage

/// Asking the log about profiles by the names that they have or had.
extension Vault {
  /// The first page, and the question for the ones after it.
  ///
  /// That it was asked is written down, once for all its pages.
  package borrowing func events(
    _ question: Question, by author: Author, at time: Int64
  ) throws(VaultError) -> (events: [OpenedEvent], question: FoundQuestion) {
    try write { standing throws(VaultError) in
      let found = try find(question, in: &standing)
      let events = try page(found.query, in: standing)
      let event = EventDraft(
        .auditRead, at: time, by: author,
        [Detail(.count, String(events.count))] + found.names.prefix(16).map { Detail(.name, $0) }
          + found.words.map { Detail(.query, $0) })
      try record(event, in: &standing)
      return (events, found)
    }
  }

  /// A further page of a question that was written down.
  package borrowing func more(
    _ query: Query
  ) throws(VaultError) -> [OpenedEvent] {
    try read { standing throws(VaultError) in try page(query, in: standing) }
  }

  private borrowing func page(
    _ query: Query, in standing: Standing
  ) throws(VaultError) -> [OpenedEvent] {
    do throws(AuditError) {
      return try Log.events(
        query, in: standing.head.order, of: id, keys: keys.audit, on: connection)
    } catch {
      throw .audit(error)
    }
  }

  /// Turns the words of a question into marks.
  borrowing func find(
    _ question: Question, in standing: inout Standing
  ) throws(VaultError) -> FoundQuestion {
    if standing.head.order == nil {
      do throws(AuditError) {
        standing.head.order = try Log.timeOrder(on: connection)
      } catch {
        throw .audit(error)
      }
    }
    var query = question.query
    query.each = question.marks
    guard let selector = question.about else {
      return FoundQuestion(query: query, words: question.words, names: [])
    }
    let names = selector.isNamesOnly ? selector.names.map(\.text) : []
    query.each.append(try marks(about: selector, in: standing))
    return FoundQuestion(query: query, words: question.words, names: names)
  }

  /// By what the events about profiles are found.
  private borrowing func marks(
    about selector: Selector, in standing: Standing
  ) throws(VaultError) -> [Query.Mark] {
    if selector.isNamesOnly {
      var marks: [Query.Mark] = []
      for name in selector.names { marks += try self.marks(about: name, in: standing) }
      return marks
    }
    let chosen = try records(in: standing).filter { selector.matches($0.profile) }
    try checkLastChanges(of: chosen)
    for name in selector.names where !chosen.contains(where: { $0.profile.name == name }) {
      _ = try find(name, in: standing)
    }
    return chosen.flatMap { record -> [Query.Mark] in
      [.subject(record.profile.id.bytes)] + mentions(of: record.profile.name.text)
    }
  }

  /// A name may be that of a profile now, of a removed one, or one that a profile had before it was
  /// renamed or purged.
  private borrowing func marks(
    about name: ProfileName, in standing: Standing
  ) throws(VaultError) -> [Query.Mark] {
    var subjects: Set<[UInt8]> = []
    var names: Set<String> = [name.text]
    do throws(StorageError) {
      try connection.forEach(
        "SELECT id FROM profile WHERE tag = ?", [.blob(NameTag.of(name, by: keys))]
      ) { row throws(StorageError) in subjects.insert(try row.blob(0)) }
    } catch {
      throw .storage(error)
    }
    var past = Query(limit: 10_000)
    past.each = [
      [Action.profileRenamed, .profileUndeleted, .profilePurged].map { .action($0.rawValue) },
      [.fact(Detail(.name, name.text))],
    ]
    for event in try page(past, in: standing) {
      if let subject = event.subject { subjects.insert(subject) }
    }
    for subject in subjects {
      guard let profile = ProfileID(subject), let record = try findIfThere(id: profile) else {
        continue
      }
      names.insert(record.profile.name.text)
    }
    let marks =
      subjects.map { Query.Mark.subject($0) } + names.sorted().flatMap { mentions(of: $0) }
    // A name that nothing ever had is a slip.
    if subjects.isEmpty {
      var probe = Query(limit: 1)
      probe.each = [marks]
      if try page(probe, in: standing).isEmpty { _ = try find(name, in: standing) }
    }
    return marks
  }

  private func mentions(of name: String) -> [Query.Mark] {
    [.mention(Detail(.name, name)), .mention(Detail(.workspace, name))]
  }

  borrowing func findIfThere(id: ProfileID) throws(VaultError) -> ProfileRecord? {
    let isThere: Int64?
    do throws(StorageError) {
      isThere = try connection.integer(
        "SELECT count(*) FROM profile WHERE id = ?", [.blob(id.bytes)])
    } catch {
      throw .storage(error)
    }
    return isThere == 1 ? try find(id: id) : nil
  }
}
