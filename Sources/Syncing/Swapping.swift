package import Embeddable
package import Profiles
import Vaults

/// How a connection that is there is brought to what the vault holds.
package enum Strategy: UInt8, Sendable {
  /// It is changed where it is.
  case inPlace = 1
  /// A new one is made beside it and tested, our environments are led to that, and it is deleted.
  case swap = 2
}

/// Which connections are replaced by new ones, under what names, and what stands against it.
package struct Swapping: Sendable {
  /// An environment that is not ours, and what it maps.
  package struct Foreign: Equatable, Sendable {
    let workspace: ProfileID
    let name: String
    let sources: [DataSource]

    package init(_ name: String, in workspace: ProfileID, _ sources: [DataSource]) {
      self.workspace = workspace
      self.name = name
      self.sources = sources
    }
  }

  /// One that is to be replaced.
  package struct Swap: Sendable {
    package let old: Item
    package let name: String
    /// Ours, which are led to the new one.
    package let environments: [Item]
    /// Why it may not be; nothing where it may.
    package let refusal: String?
  }

  package private(set) var swaps: [Swap] = []

  /// The connections among these that are there and have to be changed.
  ///
  /// One that is to take another one's place is used by nobody yet, and is changed where it is.
  package static func candidates(
    _ items: [Item], among all: [Item], _ seen: Looking.Seen
  ) -> [Item] {
    let coming = Set(all.filter { $0.successorName != nil }.compactMap(\.remote.successor))
    return items.filter { item in
      guard item.remote.kind == .connection, item.remote.intent == nil, item.successorName == nil,
        !coming.contains(item.remote.id), let reality = seen.realities[item.remote.id]
      else { return false }
      return Decision.of(item, reality).action == .update
    }
  }

  package init(
    _ candidates: [Item], among all: [Item], seen: Looking.Seen, foreign: [Foreign]
  ) {
    var taken: [ProfileID: Set<String>] = seen.connections
    for item in all where item.remote.kind == .connection {
      taken[item.remote.workspace, default: []].insert(item.remote.name)
    }
    for item in candidates {
      let workspace = item.remote.workspace
      let name = Self.name(for: item, besides: taken[workspace] ?? [])
      taken[workspace, default: []].insert(name)
      let environments = all.filter {
        $0.remote.kind == .environment && !$0.remote.isLeaving
          && item.remote.isConnection(of: $0.remote)
      }
      let here = all.filter { $0.remote.kind == .environment && $0.remote.workspace == workspace }
      let sources =
        here.flatMap(\.remote.sources)
        + foreign.filter { $0.workspace == workspace }.flatMap(\.sources)
      let refusal =
        (try? RemoteName.check(name)) == nil
        ? "its name is too long to make another one of it"
        : Self.refusal(of: item, environments, foreign, sources)
      swaps.append(Swap(old: item, name: name, environments: environments, refusal: refusal))
    }
  }

  /// The name under which it was bound, with the version that it carries.
  private static func name(for item: Item, besides taken: Set<String>) -> String {
    let base = "\(item.remote.knownAs)-v\(item.version)"
    var name = base
    var number = 2
    while taken.contains(name) {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  /// Who may use a connection and would lose it, because nobody can lead them elsewhere.
  private static func refusal(
    of item: Item, _ environments: [Item], _ foreign: [Foreign], _ sources: [DataSource]
  ) -> String? {
    let name = item.remote.name
    if name == "default" { return "models that name no data source use it" }
    if let other = user(of: item, among: foreign) { return other }
    if sources.contains(where: { $0.source == name }) {
      return "the implicit environment 'default' leads the data source of its name to it"
    }
    if environments.isEmpty {
      return "no environment of ours leads to it, so whoever uses it does so by its name"
    }
    return nil
  }

  /// The environment of others that leads to a connection; nothing where none does.
  package static func user(of item: Item, among foreign: [Foreign]) -> String? {
    let user = foreign.first { other in
      other.workspace == item.remote.workspace
        && other.sources.contains { $0.connection == item.remote.name }
    }
    return user.map { "the environment '\(Cleaned.text($0.name))', which is not ours, uses it" }
  }

  /// The old connections whose successors are accepted and tested, so that environments may go over.
  package static func ready(_ chosen: [Item], among all: [Item]) -> [Item] {
    let byID = Dictionary(
      all.map { ($0.remote.id, $0) }, uniquingKeysWith: { first, _ in first })
    return chosen.filter { item in
      guard item.successorName != nil, let id = item.remote.successor, let successor = byID[id]
      else { return false }
      return successor.unsoundness == nil
    }
  }
}

extension Looking {
  /// The environments of the workspaces that are not ours, each looked at.
  package func foreignEnvironments(
    besides all: [Item]
  ) async throws(EmbeddableError) -> [Swapping.Foreign] {
    var found: [Swapping.Foreign] = []
    for (id, client) in clients {
      let ours = Set(
        all.filter {
          $0.remote.kind == .environment && $0.remote.workspace == id
            && $0.remote.ownership != .none && !$0.isFromBefore
        }.map(\.remote.name))
      let names = try await client.environmentNames().subtracting(ours).sorted()
      let answers = await Pace.results(of: names, atOnce: jobs) { name in
        await Self.foreign(name, in: id, client)
      }
      for answer in answers {
        if let environment = try answer.get() { found.append(environment) }
      }
    }
    return found
  }

  private static func foreign(
    _ name: String, in workspace: ProfileID, _ client: EmbeddableClient
  ) async -> Result<Swapping.Foreign?, EmbeddableError> {
    do throws(EmbeddableError) {
      let sources = try await client.environment(name)
      return .success(sources.map { Swapping.Foreign(name, in: workspace, $0) })
    } catch {
      return .failure(error)
    }
  }
}
