import Catalog
import Messages
import Profiles
import Sealing
import Syncing
import Vaults

/// One credential that is to be rotated: begun already, or about to be.
struct RotationJob {
  enum Work {
    case new(NewChangeover)
    case begun(Changeover)
  }
  let work: Work
  /// The names of the profiles that share it.
  let names: [String]
  let type: String
  /// Where failures are counted together.
  let place: String
  let members: Set<ProfileID>
  /// Who is signed in as to change it.
  let admins: Set<ProfileID>
  var strategy: Changeover.Strategy {
    switch work {
    case .new(let new): new.strategy
    case .begun(let changeover): changeover.strategy
    }
  }
}

extension OpenedVault {
  /// What a call is about: each credential once, with all profiles that share it.
  ///
  /// Who may only use secrets neither brings new ones nor says that a person did what was asked.
  func jobs(_ call: BeginRotation, _ order: Order, isFull: Bool) throws -> [RotationJob] {
    guard !(try vault.settings().isFrozen) else { throw VaultError.rotationsWait }
    let begun = try vault.changeovers()
    switch call.work {
    case .due: return try dueJobs(begun, at: order.time)
    case .resume:
      let chosen = try vault.profiles(try call.selector.narrowSelector())
      var jobs: [RotationJob] = []
      for profile in chosen {
        guard let changeover = begun.first(where: { $0.covers(profile.id) }) else {
          throw Failure.noRotation(profile.name.text)
        }
        guard !jobs.contains(where: { $0.isAbout(changeover) }) else { continue }
        guard isFull || !changeover.waitsForPerson else { throw Failure.deniedWord }
        jobs.append(try job(of: changeover))
      }
      return jobs
    case .rotate:
      let fields = try order.fields(call.fields)
      guard isFull || fields.isEmpty else { throw Failure.deniedSecret }
      let jobs = try newJobs(call, fields: fields, begun: begun)
      guard isFull || call.isTrial || !jobs.contains(where: { $0.isNew && $0.strategy.asksPerson })
      else { throw Failure.deniedWord }
      return jobs
    }
  }

  func job(of changeover: Changeover) throws -> RotationJob {
    let loaded = try vault.load(changeover)
    let leader = loaded.members[0]
    return RotationJob(
      work: .begun(changeover), names: loaded.members.map(\.profile.name.text),
      type: leader.profile.type, place: Self.place(leader.current),
      members: Set(loaded.members.map(\.profile.id)),
      admins: Set(loaded.members.compactMap(\.profile.via)))
  }

  private func newJobs(
    _ call: BeginRotation, fields: [VersionField], begun: [Changeover]
  ) throws -> [RotationJob] {
    let (chosen, sharing) = try vault.loadForRotation(try call.selector.narrowSelector())
    var wanted: Changeover.Strategy?
    if let word = call.strategy {
      guard let strategy = Changeover.Strategy(word: word) else {
        throw Failure(
          .usage, "there is no strategy '\(Cleaned.text(word))'",
          hint: "these are: " + Issuers.known.map(\.word).joined(separator: ", "))
      }
      wanted = strategy
    }
    var jobs: [RotationJob] = []
    var taken: Set<ProfileID> = []
    for leader in chosen where !taken.contains(leader.profile.id) {
      if let changeover = begun.first(where: { $0.covers(leader.profile.id) }) {
        guard fields.isEmpty else { throw VaultError.inRotation(name: leader.profile.name.text) }
        taken.formUnion(changeover.members.map(\.profile))
        jobs.append(try job(of: changeover.hurried(by: call.grace)))
        continue
      }
      let members =
        [leader]
        + (leader.principal.map { principal in
          (chosen + sharing).filter {
            $0.principal == principal && $0.profile.id != leader.profile.id
          }
        } ?? [])
      taken.formUnion(members.map(\.profile.id))
      jobs.append(try job(of: members, wanted, call.grace, fields))
    }
    guard fields.isEmpty || jobs.count == 1 else {
      throw Failure(
        .usage, "one new secret cannot be for \(jobs.count) credentials",
        hint: "rotate each by itself")
    }
    return jobs
  }

  private func job(
    of members: [LoadedProfile], _ wanted: Changeover.Strategy?, _ grace: Int64?,
    _ given: [VersionField]
  ) throws -> RotationJob {
    // Who has somebody who may change it speaks for the others.
    let members = members.sorted { ($0.via != nil ? 0 : 1) < ($1.via != nil ? 0 : 1) }
    let leader = members[0]
    let possible = Issuers.strategies(for: leader)
    var strategy = wanted ?? possible[0]
    if !given.isEmpty, wanted == nil { strategy = .assisted }
    guard possible.contains(strategy) else {
      throw Failure.invalid(
        "'\(leader.profile.name)' cannot be rotated by \(strategy.word)",
        hint: "these can be: " + possible.map(\.word).joined(separator: ", "))
    }
    if let grace, grace > 0, !strategy.keepsOld {
      throw Failure.invalid(
        "the old secret of '\(leader.profile.name)' cannot stay: it ends when the new one is set",
        hint: "leave --grace away, or choose another --strategy")
    }
    // Were it the same, to retire the old one would be to retire the new one.
    let isAnother = given.contains { field in
      field.isSecret
        && leader.fields.first { $0.name == field.name }?.holdsTheSame(as: field) != true
    }
    guard given.isEmpty || isAnother else {
      throw Failure.invalid(
        "that is the secret of '\(leader.profile.name)' already", hint: "bring another one")
    }
    var fields = given
    if fields.isEmpty, !strategy.isIssued {
      fields = try Issuers.newFields(for: leader.profile, by: strategy)
    }
    var new = NewChangeover(strategy, of: members.map(\.profile.id), fields: fields)
    if !given.isEmpty { new.facts["given"] = given.map(\.name).joined(separator: ", ") }
    new.known = Dictionary(
      members.compactMap { member in
        member.profile.current.map { (member.profile.id, $0.number) }
      }, uniquingKeysWith: { first, _ in first })
    new.grace = (grace ?? leader.profile.policy?.grace ?? 0) * 1_000
    return RotationJob(
      work: .new(new), names: members.map(\.profile.name.text), type: leader.profile.type,
      place: Self.place(leader.fields), members: Set(members.map(\.profile.id)),
      admins: Set(members.compactMap(\.profile.via)))
  }

  private func dueJobs(_ begun: [Changeover], at time: Int64) throws -> [RotationJob] {
    var jobs: [RotationJob] = []
    for changeover in begun where !changeover.isStuck && changeover.nextAt <= time {
      if changeover.waitsForPerson { continue }
      if changeover.step == .overlapping, changeover.retiresAt > time { continue }
      jobs.append(try job(of: changeover))
    }
    let all = try vault.profiles(try Selector(words: [], labels: [], types: [], all: true))
    let due = all.filter { profile in
      guard let policy = profile.policy, let at = policy.dueAt(for: profile.id), at <= time,
        policy.window?.contains(time) ?? true
      else { return false }
      return Issuers.rotatesAlone(profile) && !begun.contains { $0.covers(profile.id) }
    }
    guard !due.isEmpty else { return jobs }
    var call = BeginRotation(
      .rotate, SelectorInput(words: due.map(\.name.text)))
    call.strategy = nil
    for job in try newJobs(call, fields: [], begun: begun)
    where !job.strategy.asksPerson {
      jobs.append(job)
    }
    return jobs
  }

  static func place(_ fields: [VersionField]) -> String {
    for name in ["host", "server", "url", "account", "baseURL", "region"] {
      if let text = fields.first(where: { $0.name == name })?.clear { return text }
    }
    return ""
  }

  /// What would be done, in words.
  func plan(_ jobs: [RotationJob]) throws -> [RotationPlanRow] {
    guard !jobs.isEmpty else { return [] }
    let items = try self.items()
    return jobs.map { job in
      let paths = items.all.filter { item in
        item.isDestination && item.profileName.map(job.names.contains) ?? false
      }.map(\.path)
      return RotationPlanRow(
        names: job.names, strategy: job.strategy.word,
        steps: RotationWords.steps(job, destinations: paths.count),
        risks: RotationWords.risks(job), destinations: paths, isBegun: !job.isNew)
    }
  }
}

extension Changeover {
  func covers(_ profile: ProfileID) -> Bool { members.contains { $0.profile == profile } }

  /// Without any time left for the old one, where none is granted any more.
  func hurried(by grace: Int64?) -> Changeover {
    guard grace == 0 else { return self }
    var changeover = self
    changeover.grace = 0
    changeover.retiresAt = 0
    return changeover
  }
}

extension RotationJob {
  var isNew: Bool { if case .new = work { true } else { false } }

  func isAbout(_ changeover: Changeover) -> Bool {
    if case .begun(let own) = work { own.id == changeover.id } else { false }
  }
}

extension Item {
  /// Whether something of it may be in use over there.
  var isDestination: Bool {
    remote.kind == .connection && !remote.isLeaving
      && (remote.ownership != .none || remote.accepted != nil || remote.intent != nil
        || isElsewhere)
  }
}

extension Failure {
  static func noRotation(_ name: String) -> Failure {
    Failure(
      .notFound, "'\(name)' is not being rotated",
      hint: "'coffer rotation list' shows what is; begin with: coffer rotate \(name)")
  }

  /// A use session may replace secrets, but not bring them.
  static let deniedSecret = Failure(
    .scope, code: Failure.scopeDenied, "a session for use may not bring a new secret",
    hint: "open one that may with: coffer unlock --full")

  /// Nor may it say that a person did something elsewhere.
  static let deniedWord = Failure(
    .scope, code: Failure.scopeDenied,
    "a session for use may not rotate what a person has to do elsewhere",
    hint: "open one that may with: coffer unlock --full")
}
