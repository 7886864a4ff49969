import Messages

extension Context {
  /// What the log says of secrets that somebody may know, by profile.
  mutating func exposures() throws(Failure) -> [Exposure] {
    var filter = EventFilter()
    filter.actions = Exposure.reports
    let reports = try all(filter)
    let told = Exposure.list(reports: reports, rotations: [])
    guard let first = told.map(\.sequence).min() else { return [] }
    filter.actions = Exposure.rotations
    return Exposure.list(reports: reports, rotations: try all(filter, after: first))
  }

  /// What is left to do of some profiles or of all; of what is done, what came with what is left.
  mutating func remains(
    of chosen: Set<String>? = nil, refused: [String: Failure] = [:]
  ) throws(Failure) -> Remains {
    let exposures = try exposures()
    let profiles = try ask(ListProfiles(SelectorInput(all: true))).answer.profiles
    // What was removed from the vault is not listed any more.
    let live = Dictionary(profiles.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var open: [(Exposure, ProfileSummary)] = []
    for exposure in exposures where !exposure.isOver && chosen?.contains(exposure.id) != false {
      if let profile = live[exposure.id] { open.append((exposure, profile)) }
    }
    let first = open.map { $0.0.at }.min() ?? .max
    let replaced = exposures.filter { exposure in
      exposure.isOver && (chosen?.contains(exposure.id) ?? (exposure.at >= first))
    }.compactMap { live[$0.id]?.name }
    guard !open.isEmpty else { return Remains(rows: [], replaced: replaced) }
    let ranks = try ranks(of: open.map { $0.1 }, among: profiles)
    let rotations = try ask(AskRotations()).answer.rows
    let begun = Set(rotations.flatMap(\.names))
    let idle = open.map { $0.1.name }.filter { !begun.contains($0) }
    let troubles = try obstacles(to: idle).merging(refused) { _, refused in refused }
    let secrets = try secretsSince(idle)
    return Remains(
      rows: open.map { exposure, profile in
        Remaining(
          exposure, profile, ranks[profile.id] ?? .unknown,
          rotation: rotations.first { $0.names.contains(profile.name) },
          trouble: troubles[profile.name], secretSince: secrets[profile.name])
      }, replaced: replaced)
  }

  /// Since when the secrets of some profiles are what they are.
  mutating func secretsSince(_ names: [String]) throws(Failure) -> [String: Int64] {
    guard !names.isEmpty else { return [:] }
    var since: [String: Int64] = [:]
    for row in try ask(AskLastSeen(SelectorInput(words: names))).answer.rows {
      since[row.name] = row.secretSince
    }
    return since
  }

  /// Why some of these cannot be begun.
  private mutating func obstacles(to names: [String]) throws(Failure) -> [String: Failure] {
    var found: [String: Failure] = [:]
    do throws(Failure) {
      for trouble in try trial(names).troubles { found[trouble.name] = trouble.failure }
    } catch {
      // Nothing can be begun, as after a restore; what remains is to be seen all the same.
      guard error.status == .needsPerson else { throw error }
      for name in names { found[name] = error }
    }
    return found
  }

  /// What would be done about some profiles, and which of them cannot be begun.
  ///
  /// The agent refuses all for the sake of one, so they are halved until that one stands alone.
  mutating func trial(_ names: [String]) throws(Failure) -> Trial {
    guard !names.isEmpty else { return Trial() }
    var call = BeginRotation(.rotate, SelectorInput(words: names))
    call.isTrial = true
    do throws(Failure) {
      return Trial(rows: try ask(call).answer.rows)
    } catch {
      guard [.invalid, .conflict, .notFound].contains(error.status) else { throw error }
      guard names.count > 1 else { return Trial(troubles: [Drill.Trouble(names[0], error)]) }
      let half = names.count / 2
      var trial = try self.trial(Array(names[..<half]))
      trial.add(try self.trial(Array(names[half...])))
      return trial
    }
  }

  /// What is replaced in which order.
  mutating func drill(
    _ profiles: [ProfileSummary], _ ranks: [String: Rank]
  ) throws(Failure) -> Drill {
    var drill = Drill()
    for rank in Rank.allCases {
      let names = profiles.filter { profile in
        ranks[profile.id] == rank && !drill.covers(profile.name)
      }.map(\.name)
      drill.add(try trial(names), as: rank)
    }
    return drill
  }
}
