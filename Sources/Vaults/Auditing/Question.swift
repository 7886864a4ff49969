package import Auditing
package import Profiles

/// What somebody wants to know of the log, in their words.
package struct Question: Sendable {
  /// Which profiles it is about; nothing for all, and for what is about none.
  package var about: Selector?
  package var actions: [Action] = []
  package var outcomes: [Outcome] = []
  /// What a person may have been called: as a user, or by the name of a key.
  package var actors: [Detail] = []
  package var session: String?
  package var workspace: String?
  package var fields: [String] = []
  /// The span and the order; its lists of marks are still empty.
  package var query: Query
  /// How the record tells of it.
  package var words: [String] = []

  package init(limit: Int) {
    query = Query(limit: limit)
  }

  /// The lists of marks that do not depend on what is in the vault.
  var marks: [[Query.Mark]] {
    var lists: [[Query.Mark]] = []
    if !actions.isEmpty { lists.append(actions.map { .action($0.rawValue) }) }
    if !outcomes.isEmpty { lists.append(outcomes.map { .outcome($0) }) }
    if !actors.isEmpty { lists.append(actors.map { .fact($0) }) }
    if let session { lists.append([.fact(Detail(.session, session))]) }
    if let workspace { lists.append([.fact(Detail(.workspace, workspace))]) }
    if !fields.isEmpty { lists.append(fields.map { .fact(Detail(.field, $0)) }) }
    return lists
  }
}

/// A question whose profiles were found, to be asked page by page.
package struct FoundQuestion: Sendable {
  package var query: Query
  let words: [String]
  let names: [String]
}
