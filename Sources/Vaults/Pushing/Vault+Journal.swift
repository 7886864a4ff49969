package import Auditing
package import Profiles

/// One step of a push, to be written down.
package struct RemoteChange: Sendable {
  package enum Step: Sendable {
    /// A call is about to be made.
    case begun(Remote.Intent)
    /// The far side took what an intent says, which is passed over if another one stands by now.
    case accepted(fingerprint: [UInt8], at: Int64)
    case tested(Remote.Trial)
    /// The far side refused what the intent says; nothing was changed there.
    case refused(cause: String)
    /// Nobody knows whether the far side did what the intent says; the intent stays.
    case unclear(cause: String)
    /// It turned out that what the intent says was never done.
    case undone
    case seen(Remote.Sighting)
    /// An object that others made is ours from now on.
    case adopted
    /// It is not there any more, as we wanted it.
    case gone
    /// What is there is not ours, and stays; we let go of it.
    case forgotten
  }
  package let id: RemoteID
  package let step: Step
  /// A digest of where the workspace was; nothing where that is as it was before.
  package let place: [UInt8]?

  package init(_ id: RemoteID, _ step: Step, at place: [UInt8]? = nil) {
    self.id = id
    self.step = step
    self.place = place
  }
}

/// Writing down what becomes of a push, many steps in one transaction.
extension Vault {
  /// Steps of objects that were let go of meanwhile are passed over.
  ///
  /// Names that the caller knows to be those of now are not looked up again.
  package borrowing func note(
    _ changes: [RemoteChange], by author: Author, at time: Int64,
    knowing names: [ProfileID: String] = [:]
  ) throws(VaultError) {
    guard !changes.isEmpty else { return }
    try write { standing throws(VaultError) in
      var open: [RemoteID: RemoteRecord] = [:]
      var names = names
      let lineage = try storedSettings().settings.lineage
      for change in changes {
        var known = open[change.id]
        if known == nil { known = try findRemote(id: change.id, in: standing) }
        guard var record = known else { continue }
        if let place = change.place {
          if record.remote.isKnownElsewhere(than: place) {
            record.remote = record.remote.forgetting()
          }
          record.remote.place = place
        }
        let draft = try apply(
          change.step, to: &record.remote, lineage, by: author, at: time, &names)
        if let draft {
          try self.record(draft, in: &standing)
          record = RemoteRecord(remote: record.remote, lastChange: standing.head.chain)
        }
        if change.step.isLast(of: record.remote) {
          try erase(record.remote, in: &standing)
          open[change.id] = nil
        } else {
          open[change.id] = record
        }
      }
      for record in open.values {
        try save(record.remote, lastChange: record.lastChange, in: &standing)
      }
    }
  }

  /// Changes the object, and gives the event that tells of it, where there is one.
  private borrowing func apply(
    _ step: RemoteChange.Step, to remote: inout Remote, _ lineage: [UInt8], by author: Author,
    at time: Int64, _ names: inout [ProfileID: String]
  ) throws(VaultError) -> EventDraft? {
    let action: Action
    var outcome = Outcome.done
    var more: [Detail] = []
    switch step {
    case .begun(let intent):
      remote.intent = intent
      return nil
    case .seen(let sighting):
      remote.sighting = sighting
      switch sighting.finding {
      case .unreachable: return nil
      // What is made there under its name from now on is not ours.
      case .missing, .foreign:
        remote.ownership = .none
        if remote.lineage != lineage {
          // Something was accepted before a restore; that it was the last is not known.
          remote.accepted = remote.accepted.map {
            Remote.Accepted(
              fingerprint: [], version: $0.version, overrides: $0.overrides, at: $0.at)
          }
          remote.trial = nil
        }
        remote.lineage = lineage
      case .same, .drifted:
        if remote.ownership == .none, remote.intent == nil, remote.accepted != nil {
          remote.ownership = .created
        }
        // Of an environment all can be seen; a secret from before a restore is sent again.
        if remote.kind == .environment, sighting.finding == .same { remote.lineage = lineage }
      }
      return nil
    case .undone:
      remote.intent = nil
      return nil
    case .accepted(let fingerprint, let at):
      guard let intent = remote.intent, intent.fingerprint == fingerprint else { return nil }
      remote.accepted = Remote.Accepted(
        fingerprint: intent.fingerprint, version: intent.version, overrides: intent.overrides,
        at: at)
      // A test speaks for what it saw, not for what is put there after it.
      remote.trial = nil
      if remote.ownership == .none { remote.ownership = .created }
      remote.sighting = Remote.Sighting(.same, at: at)
      remote.intent = nil
      remote.lineage = lineage
      action = .pushAccepted
      if intent.version > 0 { more = [Detail(.version, String(intent.version))] }
    case .tested(let trial):
      remote.trial = trial
      action = .pushTested
      switch trial.verdict {
      case .passed: break
      case .unproven: more = [Detail(.cause, "the driver does not look")]
      case .failed(let cause):
        outcome = .failed
        more = [Detail(.cause, cause)]
      }
    case .refused(let cause):
      remote.intent = nil
      action = .pushRefused
      outcome = .refused
      more = [Detail(.cause, cause)]
    case .unclear(let cause):
      action = .pushUnclear
      outcome = .failed
      more = [Detail(.cause, cause)]
    case .adopted:
      remote.ownership = .adopted
      remote.sighting = Remote.Sighting(.same, at: time)
      remote.lineage = lineage
      action = .bindingAdopted
    case .gone:
      if remote.isLeaving {
        action = .pushDeleted
      } else {
        // It was bound again meanwhile, and stays: only what was over there is no more.
        let place = remote.place
        remote = remote.forgetting()
        remote.place = place
        remote.sighting = Remote.Sighting(.missing, at: time)
        action = .pushAccepted
        more = [Detail(.cause, "it was deleted, and bound again meanwhile")]
      }
    case .forgotten:
      guard remote.isLeaving else { return nil }
      action = remote.kind == .connection ? .bindingRemoved : .environmentRemoved
    }
    return EventDraft(
      action, outcome, subject: remote.id.bytes, at: time, by: author,
      try details(of: remote, knowing: &names) + more)
  }
}

extension RemoteChange.Step {
  /// Whether nothing of the object is left to be known.
  fileprivate func isLast(of remote: Remote) -> Bool {
    switch self {
    case .gone, .forgotten: remote.isLeaving
    default: false
    }
  }
}
