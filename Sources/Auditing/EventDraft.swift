/// An event about to be written.
package struct EventDraft: Sendable {
  package let action: Action
  package let outcome: Outcome
  /// The random id of what it is about.
  package let subject: [UInt8]?
  /// Milliseconds since 1970.
  package let time: Int64
  package var details: [Detail]

  package init(
    _ action: Action, _ outcome: Outcome = .done, subject: [UInt8]? = nil, at time: Int64,
    by author: Author?, _ details: [Detail] = []
  ) {
    self.action = action
    self.outcome = outcome
    self.subject = subject
    self.time = time
    self.details = (author?.details ?? []) + details
  }
}

/// One named, sealed fact about an event.
///
/// Never a secret value.
package struct Detail: Hashable, Sendable {
  /// What a fact is about; the raw values are the stored form.
  package enum Key: String, CaseIterable, Sendable {
    case user, slot, session, program, parent
    case name, newName = "new-name", type, field, version, label, cause, count, workspace
    case duration, file, absorbed, via
    case size, digest, head, replaced, lineage, folder, keep
    case connection, environment
    case verdict, power
    /// What was asked of the log, or of a service.
    case query
    /// How long it took until it was written down, in milliseconds.
    case took

    /// Whether events are found by this fact, by a keyed tag.
    package var isTagged: Bool {
      switch self {
      case .user, .slot, .session, .name, .newName, .field, .workspace, .connection, .environment:
        true
      default: false
      }
    }
  }

  package let key: String
  package let value: String

  package init(_ key: Key, _ value: String) {
    self.key = key.rawValue
    self.value = value
  }

  /// As it was read from a file, where a newer program may have used other keys.
  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// Who did it: the operating system's user and the key slot are known, the programs are claimed.
package struct Author: Hashable, Sendable {
  package var user: String
  package var slot: String?
  package var session: String?
  package var program: String?
  package var parent: String?
  /// When they asked for it, to say how long it took; nil where it takes part in something longer.
  package var asked: ContinuousClock.Instant?

  package init(
    user: String, slot: String? = nil, session: String? = nil, program: String? = nil,
    parent: String? = nil, asked: ContinuousClock.Instant? = nil
  ) {
    self.user = user
    self.slot = slot
    self.session = session
    self.program = program
    self.parent = parent
    self.asked = asked
  }

  var details: [Detail] {
    var details = [Detail(.user, user)]
    if let slot { details.append(Detail(.slot, slot)) }
    if let session { details.append(Detail(.session, session)) }
    if let program { details.append(Detail(.program, program)) }
    if let parent { details.append(Detail(.parent, parent)) }
    if let asked {
      let took = (ContinuousClock.now - asked).components
      let milliseconds = took.seconds * 1_000 + took.attoseconds / 1_000_000_000_000_000
      details.append(Detail(.took, String(milliseconds)))
    }
    return details
  }
}
