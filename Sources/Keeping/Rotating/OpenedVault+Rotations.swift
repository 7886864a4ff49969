import Auditing
import Messages
import Profiles
import Rotation
import Vaults

/// What is told of rotations and policies without asking anybody outside.
extension OpenedVault {
  func rotations(_ call: AskRotations) throws -> RotationsAnswer {
    let begun = try vault.changeovers()
    var wanted: Set<ProfileID>?
    if !call.names.isEmpty {
      let names = try call.names.profileNames()
      let selector = try Selector(words: names.map(\.text), labels: [], types: [], all: false)
      let profiles = try vault.profiles(selector)
      for profile in profiles where !begun.contains(where: { $0.covers(profile.id) }) {
        throw Failure.noRotation(profile.name.text)
      }
      wanted = Set(profiles.map(\.id))
    }
    var rows: [RotationRow] = []
    for changeover in begun
    where wanted.map({ wanted in wanted.contains(where: changeover.covers) }) ?? true {
      rows.append(try row(changeover))
    }
    return RotationsAnswer(rows: rows)
  }

  func row(_ changeover: Changeover) throws -> RotationRow {
    let loaded = try vault.load(changeover)
    return RotationWords.row(
      changeover, names: loaded.members.map(\.profile.name.text),
      type: loaded.members[0].profile.type)
  }

  /// The rotation that a profile is in.
  func rotation(of name: String) throws -> Changeover {
    let name = try ProfileName(name)
    let selector = try Selector(words: [name.text], labels: [], types: [], all: false)
    let profile = try vault.profiles(selector).first
    guard let profile,
      let changeover = try vault.changeovers().first(where: { $0.covers(profile.id) })
    else { throw Failure.noRotation(name.text) }
    return changeover
  }

  func setPolicy(_ call: SetPolicy, _ order: Order) throws -> DueAnswer {
    var change = PolicyChange()
    change.isCleared = call.isCleared
    if let every = call.every {
      guard (3_600...315_360_000).contains(every) else {
        throw Failure.invalid(
          "a secret cannot be due every \(every) s", hint: "choose one hour to ten years")
      }
      change.every = every
    }
    if let grace = call.grace {
      guard (0...31_536_000).contains(grace) else {
        throw Failure.invalid(
          "an old secret cannot stay for \(grace) s", hint: "choose up to a year")
      }
      change.grace = grace
    }
    if let text = call.window {
      let window = RotationPolicy.Window(text)
      // What looks every hour would never see a shorter one.
      guard text.isEmpty || window.map({ $0.length >= 60 }) ?? false else {
        throw Failure.invalid(
          "'\(Cleaned.text(text))' is no window",
          hint: "give one of at least an hour in UTC, as 02:00-04:00")
      }
      change.window = .some(window)
    }
    let settled = try vault.settle(
      change, for: try call.selector.narrowSelector(), by: order.author, at: order.time)
    return DueAnswer(rows: try dueRows(settled, at: order.time))
  }

  func due(_ call: AskDue, _ time: Int64) throws -> DueAnswer {
    let selector = try call.selector.selector()
    let profiles =
      selector.isEmpty
      ? try vault.profiles(try Selector(words: [], labels: [], types: [], all: true))
      : try vault.profiles(selector)
    let rows = try dueRows(profiles, at: time)
    let late = [Due.overdue, .stuck].map(\.rawValue)
    return DueAnswer(rows: call.onlyLate ? rows.filter { late.contains($0.state) } : rows)
  }

  private func dueRows(_ profiles: [Profile], at time: Int64) throws -> [DueAnswer.Row] {
    let begun = try vault.changeovers()
    return profiles.map { profile in
      let changeover = begun.first { $0.covers(profile.id) }
      var row = DueAnswer.Row(
        name: profile.name.text, type: profile.type,
        state: Due.state(of: profile, changeover, at: time).rawValue)
      if let policy = profile.policy {
        row.every = policy.every
        row.window = policy.window?.text
        row.grace = policy.grace
        row.since = policy.since
        row.dueAt = policy.dueAt(for: profile.id)
        row.overdueAt = policy.overdueAt
      }
      return row
    }
  }
}
