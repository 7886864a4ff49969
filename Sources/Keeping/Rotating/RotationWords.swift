import Catalog
import Messages
import Profiles
import Rotation
import Vaults

/// What is said to people about rotations.
enum RotationWords {
  static func steps(_ job: RotationJob, destinations: Int) -> [String] {
    let push = "push \(destinations) connection\(destinations == 1 ? "" : "s"), and test each"
    switch job.strategy {
    case .assisted:
      return [
        "keep the new secret as a pending version", "ask you to set it where it is issued",
        "check it", push, "ask you to retire the old one, where it still works",
      ]
    case .replace:
      return [
        "keep the new password as a pending version", "set it at the database",
        "sign in with it", push, "check that the old one is refused",
      ]
    case .alternate:
      return [
        "keep a second user's password as a pending version",
        "set it at the database, with the same rights", "sign in as the second user", push,
        "take the first user's password away", "check that it is refused",
      ]
    case .overlap:
      return [
        "keep the new password as a pending version", "add it beside the old one",
        "sign in with it", push, "take the old one away", "check that it is refused",
      ]
    case .key:
      return [
        "have a second key made with the same roles and addresses, to last as long",
        "keep it, and sign in with it", push,
        "disable the old one, and check that it is refused", "delete it, with the new one",
      ]
    }
  }

  static func risks(_ job: RotationJob) -> [String] {
    var risks: [String] = []
    if job.strategy == .replace {
      risks.append(
        "from the moment the password is set until each connection was pushed, dashboards are "
          + "refused; open sessions go on")
    }
    if job.strategy == .key {
      risks.append(
        "a key is known everywhere only after some seconds, and so is that it is disabled")
    }
    if job.strategy == .assisted {
      risks.append("it waits for you: 'coffer rotation show' says what to do")
    }
    risks.append("whoever else uses the old secret has to learn the new one from the vault")
    return risks
  }

  /// How one stands, with what helps.
  static func row(_ changeover: Changeover, names: [String], type: String) -> RotationRow {
    let name = names[0]
    let pending = changeover.members[0].pending
    return RotationRow(
      names: names, strategy: changeover.strategy.word, state: changeover.step.word,
      isStuck: changeover.isStuck, reason: reason(changeover),
      hint: hint(changeover, name: name, type: type), works: works(changeover),
      pending: pending, begunAt: changeover.begunAt, begunBy: changeover.begunBy,
      retiresAt: changeover.step.isResting ? changeover.retiresAt : nil,
      status: status(changeover))
  }

  static func done(_ changeover: Changeover, names: [String]) -> RotationRow {
    let number = changeover.members[0].pending
    return RotationRow(
      names: names, strategy: changeover.strategy.word, state: "done", isStuck: false,
      reason: changeover.trouble?.kind == .notChecked
        ? "not checked from here: \(changeover.trouble?.cause ?? "")" : "",
      hint: "", works: "version \(number)", pending: number, begunAt: changeover.begunAt,
      begunBy: changeover.begunBy, status: .done)
  }

  private static func reason(_ changeover: Changeover) -> String {
    if let trouble = changeover.trouble { return trouble.cause }
    switch changeover.step {
    case .asking: return "the new secret is to be set where it is issued"
    case .clearing: return "the old secret is to be retired where it was issued"
    case .overlapping: return "the old secret is left alive for a while"
    case .disabled:
      return "the old key is disabled, and can still be enabled again where it was issued"
    default: return ""
    }
  }

  private static func works(_ changeover: Changeover) -> String {
    let member = changeover.members[0]
    if changeover.trouble?.kind == .changed {
      return changeover.step.isSwitched
        ? "version \(member.pending), when it was last seen to," : "nothing for certain"
    }
    switch changeover.step {
    case .prepared, .asking: return "version \(member.current)"
    case .applying:
      return changeover.strategy.keepsOld
        ? "version \(member.current)" : "version \(member.current) or \(member.pending)"
    case .pushing, .limiting, .overlapping:
      return changeover.strategy.keepsOld
        ? "version \(member.pending), and \(member.current) until it is retired or replaced there"
        : "version \(member.pending)"
    case .disabling, .disabled, .retiring, .clearing: return "version \(member.pending)"
    }
  }

  private static func hint(_ changeover: Changeover, name: String, type: String) -> String {
    if changeover.isStuck {
      return "mend it, then: coffer rotation resume \(name); or: coffer rotation abandon \(name)"
    }
    switch changeover.step {
    case .asking:
      return asking(name: name, type: type, version: changeover.members[0].pending)
        + ", then: coffer rotation resume \(name)"
    case .clearing:
      return "retire the old secret where it was issued, then: coffer rotation resume \(name)"
    case .overlapping, .disabled:
      return "it is retired when its time has come by: coffer rotate --due"
    default: return "coffer rotation resume \(name)"
    }
  }

  private static func asking(name: String, type: String, version: UInt32) -> String {
    let get = "'coffer get \(name) --version \(version)'"
    switch type {
    case "questdb":
      return "write the password of \(get) to the server's pg.password or its file, and run "
        + "SELECT reload_config()"
    default: return "set the secret of \(get) where it is issued"
    }
  }

  private static func status(_ changeover: Changeover) -> ExitStatus {
    if changeover.isStuck { return .needsPerson }
    if [.asking, .clearing].contains(changeover.step) { return .needsPerson }
    switch changeover.trouble?.kind {
    case .unreachable: return .remoteUnreachable
    case .destination, .refused, .forbidden, .policy: return .remoteRefused
    case .notChecked, .changed, .other: return .needsPerson
    case nil: return changeover.step.isResting ? .done : .partly
    }
  }
}

extension Changeover.Step {
  /// Whether nothing is to be done before a time.
  var isResting: Bool { self == .overlapping || self == .disabled }
}
