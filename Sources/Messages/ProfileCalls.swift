/// Which profiles are meant, as the words of a command line.
package struct SelectorInput: Codable, Hashable, Sendable {
  package var words: [String]
  package var labels: [String]
  package var types: [String]
  package var all: Bool
  package init(
    words: [String] = [], labels: [String] = [], types: [String] = [], all: Bool = false
  ) {
    self.words = words
    self.labels = labels
    self.types = types
    self.all = all
  }
}

/// A field as it is given: clear text, an attachment, or the wish for a generated one.
package struct FieldInput: Codable, Hashable, Sendable {
  package enum Source: Codable, Hashable, Sendable {
    case text(String)
    case attachment(Int)
    case generated(length: Int)
  }
  package let name: String
  package let source: Source
  package init(_ name: String, _ source: Source) {
    self.name = name
    self.source = source
  }
}

package struct AddProfile: Call {
  package typealias Answer = SavedAnswer
  package let name: String
  package let type: String
  package var labels: [String] = []
  package var note: String = ""
  package var via: String?
  package var fields: [FieldInput] = []
  /// An existing profile of that name is left as it is, and that is no error.
  package var ifAbsent = false
  /// Missing secrets are no error.
  package var incomplete = false
  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }
  package var message: Message { .add(self) }
}

package struct ChangeProfile: Call {
  package typealias Answer = SavedAnswer
  package let name: String
  package var fields: [FieldInput] = []
  package var unset: [String] = []
  package var note: String?
  /// The name of a profile, or an empty text for none.
  package var via: String?
  package var ifVersion: UInt32?
  /// The stored secret may go to the new place.
  package var keepSecret = false
  package init(name: String) { self.name = name }
  package var message: Message { .change(self) }
}

package struct SavedAnswer: Codable, Equatable, Sendable {
  package let name: String
  package let version: UInt32
  /// False where nothing was written, as with `--if-absent`.
  package let isChanged: Bool
  package var changedFields: [String]
  package var generated: [String]
  package var missing: [String]
  package init(
    name: String, version: UInt32, isChanged: Bool, changedFields: [String] = [],
    generated: [String] = [], missing: [String] = []
  ) {
    self.name = name
    self.version = version
    self.isChanged = isChanged
    self.changedFields = changedFields
    self.generated = generated
    self.missing = missing
  }
}

package struct ListProfiles: Call {
  package typealias Answer = ListAnswer
  package let selector: SelectorInput
  package let removed: Bool
  package init(_ selector: SelectorInput, removed: Bool = false) {
    self.selector = selector
    self.removed = removed
  }
  package var message: Message { .list(self) }
}

package struct ListAnswer: Codable, Equatable, Sendable {
  package let profiles: [ProfileSummary]
  package init(profiles: [ProfileSummary]) { self.profiles = profiles }
}

package struct ProfileSummary: Codable, Equatable, Sendable {
  package let id: String
  package let name: String
  package let type: String
  package let labels: [String: String]
  package let note: String
  package var via: String?
  package let version: UInt32
  /// Milliseconds since 1970.
  package let changedAt: Int64
  package var missing: [String]
  package var removedAt: Int64?

  package init(
    id: String, name: String, type: String, labels: [String: String], note: String,
    via: String?, version: UInt32, changedAt: Int64, missing: [String], removedAt: Int64?
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.labels = labels
    self.note = note
    self.via = via
    self.version = version
    self.changedAt = changedAt
    self.missing = missing
    self.removedAt = removedAt
  }
}

package struct ShowProfiles: Call {
  package typealias Answer = ShowAnswer
  package let selector: SelectorInput
  package var version: UInt32?
  package init(_ selector: SelectorInput, version: UInt32? = nil) {
    self.selector = selector
    self.version = version
  }
  package var message: Message { .show(self) }
}

package struct ShowAnswer: Codable, Equatable, Sendable {
  package let profiles: [ProfileDetail]
  /// Whether it was read without a line in the record, as was asked for.
  package var isUnrecorded: Bool?
  /// Whether a note of that could be left for the next agent.
  package var isNoted: Bool?
  package init(profiles: [ProfileDetail]) { self.profiles = profiles }
}

package struct ProfileDetail: Codable, Equatable, Sendable {
  package let summary: ProfileSummary
  package let shownVersion: UInt32
  package let state: String
  package let fields: [ShownField]
  package init(
    summary: ProfileSummary, shownVersion: UInt32, state: String, fields: [ShownField]
  ) {
    self.summary = summary
    self.shownVersion = shownVersion
    self.state = state
    self.fields = fields
  }
}

/// A field as it may be shown: a secret has no text, or an attachment where it was asked for.
package struct ShownField: Codable, Equatable, Sendable {
  package let name: String
  package let isSecret: Bool
  package var text: String?
  package var attachment: Int?
  package init(name: String, isSecret: Bool, text: String? = nil, attachment: Int? = nil) {
    self.name = name
    self.isSecret = isSecret
    self.text = text
    self.attachment = attachment
  }
}

/// Secrets and clear fields of profiles; the secrets come as attachments.
package struct RevealFields: Call {
  package typealias Answer = ShowAnswer
  package let selector: SelectorInput
  /// Empty means all.
  package var fields: [String]
  package var version: UInt32?
  /// Reads although the reading cannot be written down.
  package var unaudited: Bool
  package init(
    _ selector: SelectorInput, fields: [String] = [], version: UInt32? = nil,
    unaudited: Bool = false
  ) {
    self.selector = selector
    self.fields = fields
    self.version = version
    self.unaudited = unaudited
  }
  package var message: Message { .reveal(self) }
}
