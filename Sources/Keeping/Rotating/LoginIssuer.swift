import Probing
import Profiles
import Rotation
import Sealing
import Vaults

/// The login of a database: signed in with from here where that is possible, and changed by the
/// profile named by `via`, by itself, or by a person.
struct LoginIssuer: Issuer {
  let strategy: Changeover.Strategy
  let type: String
  let current: [VersionField]
  let pending: [VersionField]
  let via: LoadedWorkspace?
  let checker: Checker
  /// Users of ClickHouse, who may have two passwords at once.
  let passwords: ClickHousePasswords

  var canProbe: Bool { Self.isWithinReach(type, current) }

  static func isWithinReach(_ type: String, _ fields: [VersionField]) -> Bool {
    Checker.types.contains(type)
      && fields.first { $0.name == "reach" }?.clear != "embeddable-only"
  }

  func probe(_ fields: [VersionField]) async -> Finding {
    guard fields.contains(where: \.isSecret) else { return .notChecked("it has no secret yet") }
    var limits = ProbeLimits()
    limits.looksForPowers = false
    return Finding(await checker.check(Subject(type: type, fields), limits: limits))
  }

  func apply() async -> IssuerAnswer {
    if strategy == .overlap { return await add() }
    guard strategy == .replace else { return .done }
    guard let password = pending.secret("password") else {
      return .changed("the new version has no password")
    }
    let admin =
      via.map { Subject(type: $0.profile.type, $0.fields) } ?? Subject(type: type, current)
    do throws(StewardError) {
      try await Steward(checker).changePassword(
        of: Subject(type: type, pending), to: password, as: admin)
      return .done
    } catch {
      return IssuerAnswer(error)
    }
  }

  /// The old password ended when the new one took its place, or a person sees to it.
  func retire() async -> IssuerAnswer {
    strategy == .overlap ? await leave(until: nil) : .done
  }

  func limit(until time: Int64) async -> IssuerAnswer { await leave(until: time) }
}

/// Two passwords at once, of ClickHouse.
extension LoginIssuer {
  private func add() async -> IssuerAnswer {
    guard let password = pending.secret("password") else {
      return .changed("the new version has no password")
    }
    do throws(StewardError) {
      try await passwords.add(
        password, to: Subject(type: type, pending), as: admin(orElse: current))
      return .done
    } catch {
      return IssuerAnswer(error)
    }
  }

  /// Leaves the new one, and the old one until a time.
  private func leave(until time: Int64?) async -> IssuerAnswer {
    guard let new = pending.secret("password"), let old = current.secret("password") else {
      return .changed("a version has no password")
    }
    let isOldAlive: Bool
    switch await probe(current) {
    case .works: isOldAlive = true
    case .refused: isOldAlive = false
    case let finding: return .unreachable(finding.cause)
    }
    do throws(StewardError) {
      try await passwords.leave(
        new, time.map { ClickHousePasswords.Leaving(old, until: $0) },
        of: Subject(type: type, pending), as: admin(orElse: pending), isOldAlive: isOldAlive)
      return .done
    } catch {
      return IssuerAnswer(error)
    }
  }

  private func admin(orElse own: [VersionField]) -> Subject {
    via.map { Subject(type: $0.profile.type, $0.fields) } ?? Subject(type: type, own)
  }
}

extension [VersionField] {
  func secret(_ name: String) -> Secret? {
    guard case .secret(let secret)? = first(where: { $0.name == name })?.content else {
      return nil
    }
    return secret
  }
}

extension Finding {
  fileprivate init(_ verdict: Verdict) {
    if verdict.provesPassword {
      self = .works
      return
    }
    switch verdict.kind {
    case .refused where verdict.isConfirmed: self = .refused(verdict.cause)
    // A server that let anybody in tells nothing of the password.
    case .valid, .wrongTarget, .forbidden, .notChecked: self = .notChecked(verdict.cause)
    // Somebody in between may have said no.
    case .rateLimited, .unreachable, .refused: self = .unreachable(verdict.cause)
    case .open: self = .elsewhere(verdict.cause)
    }
  }
}

extension IssuerAnswer {
  fileprivate init(_ error: StewardError) {
    switch error {
    case .admin(let verdict)
    where verdict.kind == .unreachable || verdict.kind == .rateLimited:
      self = .unreachable(error.message)
    case .refused(_, let words) where words.lowercased().contains("policy"):
      self = .policy(error.message)
    case .unclear: self = .unclear(error.message)
    case .others: self = .changed("\(error.message) (\(error.remedy))")
    case .admin, .otherPlace, .incomplete, .noDatabase, .noHash, .notHere:
      self = .forbidden("\(error.message) (\(error.remedy))")
    case .exists, .refused: self = .refused("\(error.message) (\(error.remedy))")
    // The one step that there is was not done, whatever was done before it.
    case .partly(_, let cause): self.init(cause)
    }
  }
}
