import Catalog
package import Profiles
import Redacting
import Sealing
import Vaults

/// An object that we answer for, with all that is needed to compare it and to send it.
package struct Item: Sendable {
  /// Why something cannot be sent at all.
  package struct Block: Equatable, Sendable {
    package let reason: String
    package let hint: String

    package init(reason: String, hint: String) {
      self.reason = reason
      self.hint = hint
    }
  }

  package var remote: Remote
  package let workspaceName: String
  package let region: String?
  package let profileName: String?
  package let type: String?
  package let version: UInt32
  package let labels: [String: String]
  /// What it would be if it were sent now; nothing for an environment or where it is blocked.
  let body: WireBody?
  package let fingerprint: [UInt8]
  package let blocked: Block?
  /// What was sent is known from before the vault was restored: newer ones may be there.
  package internal(set) var isFromBefore = false
  /// What takes its place once it has tested green.
  package internal(set) var successorName: String?
  /// A digest of where the workspace is, now.
  package let place: [UInt8]
  /// All that was known of it is about another place, and says nothing of this one.
  package var isElsewhere: Bool
  /// Takes the workspace's key out of what is said about it; `hiding` the profile's secrets too.
  let redaction: Redaction
  package let summary: String
  var fields: [VersionField] = []

  mutating func note(lineage: [UInt8]) {
    isFromBefore =
      remote.lineage != lineage && (remote.ownership != .none || remote.accepted != nil)
  }

  /// Takes what is known by now.
  mutating func renew(_ remote: Remote, lineage: [UInt8]) {
    isElsewhere = remote.isKnownElsewhere(than: place)
    self.remote = isElsewhere ? remote.forgetting() : remote
    note(lineage: lineage)
  }

  package var path: String { workspaceName + "/" + remote.name }

  /// Whether nothing is known of it yet, here or from before.
  var isFresh: Bool {
    remote.ownership == .none && remote.intent == nil && remote.accepted == nil && !isElsewhere
      && !isFromBefore
  }

  /// Whether a call to make it was not answered, which may have come through since we looked.
  var wasBegun: Bool { remote.intent?.action == .create }

  /// What hides everything secret that goes over the wire for this object.
  var hiding: Redaction {
    redaction.with(
      Redaction(
        fields.compactMap { field in
          if case .secret(let secret) = field.content { secret } else { nil }
        }))
  }

  /// Whether the far side's test looks at anything.
  var isTestable: Bool { type.map { !["athena", "druid"].contains($0) } ?? true }

  func reasonBehind(_ accepted: Remote.Accepted) -> String {
    if remote.kind == .environment { return "it maps other connections" }
    if accepted.version != version {
      return "version \(version) is current, \(accepted.version) was sent"
    }
    if accepted.overrides != remote.overrides { return "its overrides were changed" }
    return "the form in which it is sent changed"
  }

  /// What may help after a test that said no: another password, or letting the workspace in.
  func hint(afterTest cause: String) -> String {
    let folded = cause.lowercased()
    if let profileName, Self.refusals.contains(where: folded.contains) {
      let field = fields.first(where: \.isSecret)?.name ?? "password"
      return "check the login: coffer set \(profileName) \(field)=-, then: coffer push \(path)"
    }
    guard let addresses = Regions.addresses[region ?? ""] else {
      return "allow the workspace's addresses at the database, then: coffer test \(path)"
    }
    return "allow \(addresses.joined(separator: " ")) at the database, then: coffer test \(path)"
  }

  /// How databases say that they were reached and did not like the login.
  private static let refusals = [
    "password", "authentication", "access denied", "login failed", "unauthorized", "credential",
    "role ", "user ",
  ]
}

/// What is known of Embeddable's regions.
package enum Regions {
  package static let bases = [
    "us": "https://api.us.embeddable.com", "eu": "https://api.eu.embeddable.com",
  ]
  /// From where databases are signed in to, directly and over SSH.
  package static let addresses = [
    "us": ["98.82.255.116", "44.226.165.63", "54.149.56.113", "35.171.35.74"],
    "eu": ["3.125.110.225", "54.78.117.227", "3.77.50.38", "52.18.76.185"],
  ]
}
