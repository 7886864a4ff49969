import Arguments
import Messages

/// A removal that reaches into workspaces: environments, then connections, then profiles.
struct Removal {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  func run(_ invocation: Invocation, _ context: inout Context) throws(Failure) -> ExitStatus {
    let bound = try bound(&context)
    // With the environments that use what they are bound to.
    let found =
      bound.isEmpty
      ? [] : try context.ask(AskStatus(RemoteSelection(words: bound))).answer.rows
    if invocation.flag("dry-run") {
      try context.show(RemovalResult(names, dryRun: true, rows: found)) { context in
        for row in found { context.out("- \(row.path)") }
        for name in names { context.out("- \(name)") }
      }
      return .done
    }
    for row in found { context.say("- \(row.path)") }
    for name in names { context.say("- \(name)") }
    if names.count > 1 || !found.isEmpty {
      let profiles = Remark.count(names.count, "profile")
      let objects = found.isEmpty ? "" : ", and \(Remark.count(found.count, "object")) over there"
      try context.agree("Remove \(profiles)\(objects)?", invocation)
    }
    var end: PushEnd?
    if !bound.isEmpty {
      var call = Unbind(RemoteSelection(words: bound), deleteRemote: true)
      call.withEnvironments = true
      var leaving = try context.ask(call).answer.rows.filter(\.isLeaving)
      // What an earlier try could not delete is on its way out already.
      let known = Set(leaving.map(\.key))
      leaving += found.filter { $0.isLeaving && !known.contains($0.key) }
      if !leaving.isEmpty { end = try context.delete(leaving) }
    }
    return try finish(end, &context)
  }

  /// Removes the profiles that nothing is left of over there, and names the others.
  private func finish(_ end: PushEnd?, _ context: inout Context) throws(Failure) -> ExitStatus {
    let failure = end?.failure(asJSON: context.isJSON)
    let kept = failure == nil ? [] : try bound(&context)
    let free = names.filter { !kept.contains($0) }
    var removed: [String] = []
    if !free.isEmpty { removed = try context.ask(RemoveProfiles(names: free)).answer.names }
    if context.isJSON {
      try context.json(
        RemovalResult(
          removed, dryRun: false, rows: end?.rows ?? [], kept: kept, push: end))
    } else {
      try context.tellRemoved(removed)
    }
    guard let failure else { return .done }
    throw Failure(
      .partly, "\(Remark.count(kept.count, "profile")) kept: \(failure.message)",
      hint: failure.hint, items: failure.items)
  }

  /// Those of the profiles that have something in a workspace.
  private func bound(_ context: inout Context) throws(Failure) -> [String] {
    let rows = try context.ask(AskStatus(RemoteSelection(all: true))).answer.rows
    let profiles = Set(rows.compactMap(\.profile))
    return names.filter(profiles.contains)
  }
}

/// What `coffer remove --everywhere --json` prints.
struct RemovalResult: Encodable, Equatable {
  let dryRun: Bool
  /// The profiles that stay, since something of theirs is still over there.
  let kept: [String]
  let names: [String]
  /// How deleting went.
  let push: PushResult?
  let rows: [RemoteLine]

  init(
    _ names: [String], dryRun: Bool, rows: [RemoteRow], kept: [String] = [], push: PushEnd? = nil
  ) {
    self.dryRun = dryRun
    self.kept = kept
    self.names = names
    self.push = push.map(PushResult.init)
    self.rows = rows.map(RemoteLine.init)
  }
}
