/// What the file of a vault tells without a key.
package struct AskFacts: Call {
  package typealias Answer = FactsAnswer
  package let path: String
  package init(path: String) { self.path = path }
  package var message: Message { .facts(self) }
}

package struct FactsAnswer: Codable, Equatable, Sendable {
  package let id: String
  /// The public key that signs the vault, in hexadecimal.
  package let identity: String
  package let epoch: Int64
  package let slotKinds: [SlotWord]
  /// The steps of the schema that the file still lacks.
  package let pending: [String]

  package init(
    id: String, identity: String, epoch: Int64, slotKinds: [SlotWord], pending: [String]
  ) {
    self.id = id
    self.identity = identity
    self.epoch = epoch
    self.slotKinds = slotKinds
    self.pending = pending
  }
}

/// By what a key slot is opened.
package enum SlotWord: String, Codable, CaseIterable, Sendable {
  case passphrase
  case keyFile = "key-file"
  case recovery
  case recipient
}

/// A key for a new slot.
///
/// Its secret is an attachment; a recipient has none.
package struct KeyInput: Codable, Sendable {
  package let name: String
  package let kind: SlotWord
  package var attachment: Int?
  package var recipient: String?
  /// The cost of deriving a key from a passphrase.
  package var memoryMiB: Int?
  package var passes: Int?

  package init(
    name: String, kind: SlotWord, attachment: Int? = nil, recipient: String? = nil,
    memoryMiB: Int? = nil, passes: Int? = nil
  ) {
    self.name = name
    self.kind = kind
    self.attachment = attachment
    self.recipient = recipient
    self.memoryMiB = memoryMiB
    self.passes = passes
  }
}

package struct CreateVault: Call {
  package typealias Answer = FactsAnswer
  package let path: String
  package let keys: [KeyInput]
  package let backups: BackupPlaceWord
  package init(path: String, keys: [KeyInput], backups: BackupPlaceWord = .undecided) {
    self.path = path
    self.keys = keys
    self.backups = backups
  }
  package var message: Message { .create(self) }
}

/// Opens the vault for this conversation; the key is the first attachment.
package struct OpenVault: Call {
  package typealias Answer = OpenedAnswer
  package let path: String
  package let kind: SlotWord
  /// Goes on although the unlocking cannot be written down.
  package let unaudited: Bool
  package init(path: String, kind: SlotWord, unaudited: Bool = false) {
    self.path = path
    self.kind = kind
    self.unaudited = unaudited
  }
  package var message: Message { .open(self) }
}

package struct OpenedAnswer: Codable, Equatable, Sendable {
  package let slot: String
  package let id: String
  package init(slot: String, id: String) {
    self.slot = slot
    self.id = id
  }
}

package struct MigrateVault: Call {
  package typealias Answer = MigratedAnswer
  package let path: String
  package init(path: String) { self.path = path }
  package var message: Message { .migrate(self) }
}

package struct MigratedAnswer: Codable, Equatable, Sendable {
  package let steps: [String]
  /// The copy that was made first; none if there was nothing to do.
  package let copy: String?
  package init(steps: [String], copy: String?) {
    self.steps = steps
    self.copy = copy
  }
}
