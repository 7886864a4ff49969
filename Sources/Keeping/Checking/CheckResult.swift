import Auditing
import Messages
import Probing
import Profiles
import Sealing
import Vaults

/// A verdict with what it is about, as the record keeps it and as it is told.
struct CheckResult: Sendable {
  let name: String
  let type: String
  let version: UInt32
  /// None where nothing is saved yet.
  let id: ProfileID?
  let verdict: Verdict
  let at: Int64

  init(
    name: String, type: String, version: UInt32, id: ProfileID?, verdict: Verdict, at: Int64
  ) {
    self.name = name
    self.type = type
    self.version = version
    self.id = id
    self.verdict = verdict
    self.at = at
  }

  init(profile: ReadProfile, verdict: Verdict, at: Int64) {
    self.init(
      name: profile.profile.name.text, type: profile.profile.type,
      version: profile.version.number, id: profile.profile.id, verdict: verdict, at: at)
  }

  func event(by author: Author) -> EventDraft {
    let outcome: Outcome =
      switch verdict.kind {
      case .valid, .open, .notChecked: .done
      case .refused, .forbidden, .wrongTarget: .refused
      case .rateLimited, .unreachable: .failed
      }
    return EventDraft(
      id == nil ? .profileTried : .profileChecked, outcome, subject: id?.bytes, at: at, by: author,
      (name.isEmpty ? [] : [Detail(.name, name)])
        + [
          Detail(.type, type), Detail(.version, String(version)),
          Detail(.verdict, verdict.kind.rawValue), Detail(.cause, verdict.cause),
        ] + verdict.powers.map { Detail(.power, $0.text) })
  }

  var row: CheckRow {
    CheckRow(
      profile: name, type: type, version: version, verdict: verdict.kind.rawValue,
      cause: verdict.cause,
      hint: verdict.hint.replacing("NAME", with: name.isEmpty ? "NAME" : name),
      isConfirmed: verdict.isConfirmed, identity: verdict.identity,
      powers: verdict.powers.map(\.text), remarks: verdict.remarks, at: at,
      status: ExitStatus(verdict.kind))
  }
}

extension Power {
  var text: String { "\(kind.rawValue): \(what)" }
}

extension ExitStatus {
  fileprivate init(_ kind: Verdict.Kind) {
    switch kind {
    case .valid, .open, .notChecked: self = .done
    case .refused, .forbidden, .wrongTarget: self = .remoteRefused
    case .rateLimited, .unreachable: self = .remoteUnreachable
    }
  }
}

extension Subject {
  init(type: String, _ fields: [VersionField]) {
    var clear: [String: String] = [:]
    var secrets: [String: Secret] = [:]
    for field in fields {
      switch field.content {
      case .clear(let text): clear[field.name] = text
      case .secret(let secret): secrets[field.name] = secret
      }
    }
    self.init(type: type, fields: clear, secrets: secrets)
  }

  init(_ profile: ReadProfile) {
    self.init(type: profile.profile.type, profile.fields)
  }
}
