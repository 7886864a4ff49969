package import Embeddable
package import Profiles
package import Vaults

/// Asks workspaces what is there.
package struct Looking: Sendable {
  package let clients: [ProfileID: EmbeddableClient]
  package let jobs: Int

  /// Whether a workspace that has nothing of ours is taken for another one.
  package let isWary: Bool
  /// By what a workspace is known again besides what is looked at: all that is bound.
  private let known: [Item]

  package init(
    _ clients: [ProfileID: EmbeddableClient], jobs: Int, isWary: Bool = true,
    knowing known: [Item] = []
  ) {
    self.clients = clients
    self.jobs = jobs
    self.isWary = isWary
    self.known = known
  }

  /// What is there of each object, and the names of everything that is there.
  package struct Seen: Sendable {
    package var realities: [RemoteID: Reality] = [:]
    package var connections: [ProfileID: Set<String>] = [:]
    package var environments: [ProfileID: Set<String>] = [:]

    /// What was not known before, to be written down; what was never there is no news.
    package func news(of items: [Item], at time: Int64) -> [RemoteChange] {
      items.compactMap { item in
        guard let reality = realities[item.remote.id] else { return nil }
        return item.isNews(reality, at: time)
          ? RemoteChange(seeing: reality, of: item, at: time) : nil
      }
    }
  }

  package func look(at items: [Item]) async -> Seen {
    var seen = Seen()
    for id in Set(items.map(\.remote.workspace)) {
      let here = items.filter { $0.remote.workspace == id }
      guard let client = clients[id] else { continue }
      do throws(EmbeddableError) {
        let needsEnvironments = here.contains { $0.remote.kind == .environment }
        let connections = try await client.connectionNames()
        let environments = needsEnvironments ? try await client.environmentNames() : []
        let ours = Set(
          (here + known).filter { $0.remote.workspace == id && $0.wasThere }.map(\.remote.name))
        if isWary, ours.count > 1, ours.isDisjoint(with: connections) {
          throw .strange(count: ours.count)
        }
        seen.connections[id] = connections
        seen.environments[id] = environments
        let listed = Set(
          here.filter { item in
            let names = item.remote.kind == .connection ? connections : environments
            return names.contains(item.remote.name)
          }.map(\.remote.id))
        for item in here where !listed.contains(item.remote.id) {
          seen.realities[item.remote.id] = .missing
        }
        // What would be forgotten is asked for by its name, whatever the list says.
        let asked = here.filter { listed.contains($0.remote.id) || $0.remote.isLeaving }
        let found = await Pace.results(of: asked, atOnce: jobs) { item in
          let reality = await Self.reality(of: item, client)
          return (item.remote.id, listed.contains(item.remote.id) ? reality : reality.ifNotListed)
        }
        for (id, reality) in found { seen.realities[id] = reality }
      } catch {
        for item in here { seen.realities[item.remote.id] = .unreachable(error) }
      }
    }
    return seen
  }

  package static func reality(of item: Item, _ client: EmbeddableClient) async -> Reality {
    do throws(EmbeddableError) {
      switch item.remote.kind {
      case .connection:
        guard let answer = try await client.connection(item.remote.name, hiding: item.hiding) else {
          return .missing
        }
        guard let body = item.body else { return .connection(drift: []) }
        guard let drift = Drift.fields(of: answer, against: body) else {
          return .unreachable(.garbled("the connection cannot be read"))
        }
        return .connection(drift: drift)
      case .environment, .template:
        guard let sources = try await client.environment(item.remote.name) else { return .missing }
        return .environment(sources)
      }
    } catch {
      return .unreachable(error)
    }
  }
}

extension Reality {
  /// What is said of something that the list lacks: that it is not shown says that it is not there.
  fileprivate var ifNotListed: Reality {
    if case .unreachable(.refused) = self { .missing } else { self }
  }
}

extension Item {
  /// Whether it was there and ours when somebody looked last; what is not there is not ours.
  fileprivate var wasThere: Bool { remote.kind == .connection && remote.ownership != .none }

  /// Whether something was found that was not known before; what was never there is no news.
  func isNews(_ reality: Reality, at time: Int64) -> Bool {
    let sighting = reality.sighting(of: self, at: time)
    let known = remote.sighting?.finding
    return known != sighting.finding && !(known == nil && sighting.finding == .missing)
  }
}
