import Messages
import Moving
import Packing
import Profiles
import Sealing
import Vaults

/// Profiles that are brought in pieces and written together.
extension OpenedVault {
  func beginArriving(_ order: Order) -> Nothing {
    order.hold.beginArriving()
    return Nothing()
  }

  func takePiece(_ order: Order) throws -> Nothing {
    try order.hold.take(try order.secret(0))
    return Nothing()
  }

  func finish(_ call: FinishImport, _ order: Order) throws -> ImportAnswer {
    guard let pieces = order.hold.arriving else { throw Failure.noImport }
    var coming: [(line: Int, name: String)] = []
    do throws(PackingError) {
      for piece in pieces { coming += try Pieces.names(in: piece) }
    } catch {
      throw VaultError.badKey(Self.malformed)
    }
    let arrived = try vault.bring(
      coming, ArrivalRule(call.conflict), onTrial: call.onTrial, from: Cleaned.text(call.source),
      by: order.author, at: order.time
    ) { body throws(VaultError) in
      for piece in pieces {
        try Pieces.forEach(in: piece, mapping: { _ in VaultError.badKey(Self.malformed) }) {
          profile throws(VaultError) in
          try body(Arrival(profile, withBindings: !call.withoutBindings))
        }
      }
    }
    if !call.onTrial { order.hold.clear() }
    var answer = ImportAnswer(arrived)
    if arrived.problemCount == 0 {
      let shared = try vault.sharedLogins(of: arrived)
      answer.sharedLoginCount = shared.count
      answer.sharedLogins = shared.prefix(20).map {
        ImportAnswer.SharedLogin(host: $0.login.host, user: $0.login.user, names: $0.names)
      }
    }
    return answer
  }

  private static let malformed = "a piece of the import is not what was sent"
}

extension Arrival {
  fileprivate init(_ profile: MovedProfile, withBindings: Bool) {
    var profile = profile
    if !withBindings { profile.bindings = [] }
    let contents: Result<Contents, VaultError>
    do throws(VaultError) {
      contents = .success(try Self.contents(profile))
    } catch {
      contents = .failure(error)
    }
    self.init(line: profile.line, text: profile.name, contents: contents)
  }

  private static func contents(_ profile: MovedProfile) throws(VaultError) -> Contents {
    do throws(WordError) {
      var new = NewProfile(name: try ProfileName(profile.name), type: profile.type)
      for label in profile.labels { try new.labels.set(label.key, to: label.value) }
      if let via = profile.via { new.via = try ProfileName(via) }
      new.allowsIncomplete = profile.isIncomplete
      var contents = Contents(new)
      contents.note = profile.note
      for field in profile.fields {
        switch field.content {
        case .clear(let text): contents.new.fields.append(VersionField(field.name, .clear(text)))
        case .secret(let secret):
          contents.new.fields.append(VersionField(field.name, .secret(secret)))
        case .generated(let length):
          contents.wishes.append((name: field.name, length: min(max(length, 8), 1_024)))
        case .withheld: contents.new.allowsIncomplete = true
        }
      }
      for binding in profile.bindings {
        let overrides = Dictionary(
          binding.overrides.map { ($0.field, $0.value) }, uniquingKeysWith: { first, _ in first })
        contents.bindings.append(
          ArrivingBinding(
            to: try ProfileName(binding.workspace),
            as: try binding.connection.map { text throws(WordError) in try RemotePattern(text) },
            overrides: overrides))
      }
      return contents
    } catch {
      throw .word(error)
    }
  }
}

extension ArrivalRule {
  fileprivate init(_ conflict: FinishImport.Conflict) {
    self =
      switch conflict {
      case .fail: .fail
      case .skip: .skip
      case .update: .update
      }
  }
}

extension ImportAnswer {
  fileprivate init(_ arrived: Arrived) {
    self.init()
    added = arrived.counts[.added] ?? 0
    changed = arrived.counts[.changed] ?? 0
    unchanged = arrived.counts[.unchanged] ?? 0
    skipped = arrived.counts[.skipped] ?? 0
    generated = arrived.generated
    incomplete = arrived.incomplete
    addedNames = arrived.names[.added] ?? []
    changedNames = arrived.names[.changed] ?? []
    bindings = arrived.ties.map {
      BindAnswer.Row(
        profile: $0.bound.profile, workspace: $0.workspace, connection: $0.bound.connection,
        outcome: $0.bound.outcome.rawValue)
    }
    bindingCount = arrived.tieCounts.values.reduce(0, +)
    problemCount = arrived.problemCount
    problems = arrived.problems.map {
      Problem(line: $0.line, name: $0.name, failure: Failure(arriving: $0.error))
    }
  }
}

extension Failure {
  /// What is wrong with a profile in a file, where the usual remedies do not help.
  fileprivate init(arriving error: VaultError) {
    let failure = Failure(describing: error)
    let hint: String
    switch error {
    case .incomplete: hint = "put them into the file; in JSON lines null stands for not known yet"
    case .newDestination: hint = "give the secret in the file too"
    case .connectionTaken, .connectionTwice: hint = "name another connection in its bindings"
    case .patternUnfilled, .notAccepted:
      hint = "set the label in the file, or leave the binding out"
    default: hint = failure.hint
    }
    self.init(
      failure.status, code: failure.code, failure.message, hint: hint, unknown: failure.unknown,
      known: failure.known)
  }
}
