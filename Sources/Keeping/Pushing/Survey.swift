import Embeddable
import Messages
import Profiles
import Sealing
import Syncing

/// What a workspace has, looked at where it is not ours yet.
struct Survey: Sendable {
  /// More that is not ours is not looked at: how long a list is, the far side decides.
  static let most = 10_000

  /// Something that a workspace has.
  struct Object: Hashable, Sendable {
    let kind: RemoteKind
    let name: String
  }

  enum Find: Sendable {
    /// We made it or took it over before.
    case ours(Item)
    /// It has to be left alone, for the reason given.
    case unusable(String)
    /// We want something of that name and do not own it; this is what is there.
    case bound(Item, Reality)
    case connection(Matching.Match)
    case environment([DataSource])
  }

  /// Connections first, by name.
  let found: [(object: Object, find: Find)]

  /// Asks for the lists, then for each object of which something is to be known.
  static func take(
    _ client: EmbeddableClient, _ items: [Item], _ matching: Matching
  ) async throws -> Survey {
    var ours: [Object: Item] = [:]
    for item in items { ours[Object(kind: item.remote.kind, name: item.remote.name)] = item }
    var objects: [Object] = []
    do throws(EmbeddableError) {
      for name in try await client.connectionNames().sorted() {
        objects.append(Object(kind: .connection, name: name))
      }
      for name in try await client.environmentNames().sorted() where name != "default" {
        objects.append(Object(kind: .environment, name: name))
      }
    } catch {
      throw Failure(asking: error)
    }
    let known = ours
    guard objects.count(where: { known[$0] == nil }) <= most else { throw Failure.tooMuchToAdopt }
    let finds = Finds()
    await Pace.run(objects, atOnce: PushLimits.looks) { object in
      await finds.take(object) { () async throws(EmbeddableError) in
        try await look(at: object, known[object], client, matching)
      }
    }
    if let failure = await finds.failure { throw Failure(asking: failure) }
    let all = await finds.all
    return Survey(found: objects.compactMap { object in all[object].map { (object, $0) } })
  }

  /// Nothing where it has gone meanwhile.
  private static func look(
    at object: Object, _ item: Item?, _ client: EmbeddableClient, _ matching: Matching
  ) async throws(EmbeddableError) -> Find? {
    if let item {
      if item.remote.ownership != .none, !item.isFromBefore { return .ours(item) }
      if item.remote.isLeaving { return .unusable("it is to be let go of") }
      switch await Looking.reality(of: item, client) {
      case .missing: return nil
      case .unreachable(.garbled(let reason)): return .unusable(reason)
      case .unreachable(let error): throw error
      case let reality: return .bound(item, reality)
      }
    }
    if let reason = fault(object.name) { return .unusable(reason) }
    switch object.kind {
    case .connection:
      return try await client.connection(object.name).map { .connection(matching.match($0)) }
    case .environment, .template:
      guard let sources = try await client.environment(object.name) else { return nil }
      return fault(sources).map { .unusable($0) } ?? .environment(sources)
    }
  }

  private static func fault(_ name: String) -> String? {
    (try? RemoteName.check(name)) == nil ? "it cannot be named here" : nil
  }

  private static func fault(_ sources: [DataSource]) -> String? {
    if sources.isEmpty { return "it has no data sources" }
    if sources.count > most { return "it has more data sources than can be kept" }
    if Set(sources.map(\.source)).count < sources.count {
      return "it has two data sources of one name"
    }
    let isNamed = sources.allSatisfy { fault($0.source) == nil && fault($0.connection) == nil }
    return isNamed ? nil : "its data sources cannot be named here"
  }

  /// What was found so far; the first that cannot be asked for ends the asking.
  private actor Finds {
    private(set) var all: [Object: Find] = [:]
    private(set) var failure: EmbeddableError?

    func take(
      _ object: Object, _ look: @Sendable () async throws(EmbeddableError) -> Find?
    ) async {
      guard failure == nil else { return }
      do throws(EmbeddableError) {
        if let find = try await look() { all[object] = find }
      } catch {
        failure = error
      }
    }
  }
}

extension Failure {
  fileprivate init(asking error: EmbeddableError) {
    self.init(
      error.isRefusal ? .remoteRefused : .remoteUnreachable, error.message, hint: error.remedy)
  }

  fileprivate static let tooMuchToAdopt = Failure(
    .remoteRefused, "it has more than \(Survey.most) objects that are not ours",
    hint: "bind the profiles of some of them first, or delete over there what nobody needs")
}
