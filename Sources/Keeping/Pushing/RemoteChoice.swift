import Messages
import Profiles
import Syncing
import Vaults

/// Which of the objects are meant by the words of a command line.
struct RemoteChoice {
  private var names: [String] = []
  private var paths: [(workspace: String, name: String)] = []
  private var globs: [Glob] = []
  private var labels: [String: Set<String>] = [:]
  private let types: Set<String>
  private let workspaces: Set<String>
  private let states: Set<String>
  private let all: Bool
  private let kind: RemoteRow.Kind?

  init(_ selection: RemoteSelection) throws {
    for word in selection.words {
      if let slash = word.firstIndex(of: "/") {
        paths.append((String(word[..<slash]), String(word[word.index(after: slash)...])))
      } else if Glob.isPattern(word) {
        globs.append(try Glob(word))
      } else {
        names.append(try ProfileName(word).text)
      }
    }
    for text in selection.labels {
      for pair in try Labels.pairs(text) { labels[pair.key, default: []].insert(pair.value) }
    }
    types = Set(selection.types)
    workspaces = Set(selection.workspaces)
    states = Set(selection.states)
    all = selection.all
    kind = selection.kind
    for state in states where !RemoteState.Word.allCases.contains(where: { $0.rawValue == state }) {
      throw Failure(
        .usage, "there is no state '\(Cleaned.text(state))'",
        hint: "these are: " + RemoteState.Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
  }

  var isEmpty: Bool {
    names.isEmpty && paths.isEmpty && globs.isEmpty && labels.isEmpty && types.isEmpty
      && workspaces.isEmpty && states.isEmpty && !all
  }

  /// The objects that are meant, and the environments that lead to them.
  ///
  /// A name that leads to nothing is an error.
  func items(of items: Items, withEnvironments: Bool = true) throws(Failure) -> [Item] {
    for name in names where !items.all.contains(where: { $0.profileName == name }) {
      throw .unbound(name, known: Array(Set(items.all.compactMap(\.profileName))).sorted())
    }
    for path in paths
    where !items.all.contains(where: { path == ($0.workspaceName, $0.remote.name) }) {
      throw Failure(
        .notFound, "nothing is bound as '\(Cleaned.text(path.workspace + "/" + path.name))'",
        hint: "'coffer status --all' shows what is bound",
        unknown: path.workspace + "/" + path.name, known: items.all.map(\.path))
    }
    let known = Set(items.workspaces.values.map(\.profile.name.text))
    for name in workspaces where !known.contains(name) {
      throw Failure(
        .notFound, "nothing is bound to a workspace '\(Cleaned.text(name))'",
        hint: "'coffer status --all' shows what is bound", unknown: name, known: known.sorted())
    }
    let chosen = items.all.filter { matches($0) }
    guard withEnvironments, !names.isEmpty || !globs.isEmpty || !labels.isEmpty || !types.isEmpty
    else { return chosen }
    let ids = Set(chosen.map(\.remote.id))
    let connections = Set(chosen.map { "\($0.remote.workspace)/\($0.remote.name)" })
    return chosen
      + items.all.filter { item in
        item.remote.kind == .environment && !ids.contains(item.remote.id)
          && item.remote.sources.contains {
            connections.contains("\(item.remote.workspace)/\($0.connection)")
          }
      }
  }

  private func matches(_ item: Item) -> Bool {
    let byName =
      names.isEmpty && globs.isEmpty && paths.isEmpty
      || item.profileName.map { name in
        names.contains(name) || globs.contains { $0.matches(name) }
      } ?? false
      || paths.contains { $0 == (item.workspaceName, item.remote.name) }
    return byName && (kind == nil || kind == RemoteRow.Kind(item.remote.kind))
      && (types.isEmpty || item.type.map(types.contains) ?? false)
      && (workspaces.isEmpty || workspaces.contains(item.workspaceName))
      && labels.allSatisfy { key, values in item.labels[key].map(values.contains) ?? false }
      && (states.isEmpty
        || states.contains(RemoteState.of(item).word.rawValue))
  }
}

extension Failure {
  fileprivate static func unbound(_ name: String, known: [String]) -> Failure {
    Failure(
      .notFound, "'\(name)' is bound to no workspace",
      hint: "bind it with: coffer bind \(name) --to WORKSPACE", unknown: name, known: known)
  }
}
