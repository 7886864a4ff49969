/// Why an export is not what the vault signed.
package enum ProofError: Error, Equatable, Sendable {
  /// What is wrong at a place in the chain.
  package enum Flaw: Equatable, Sendable {
    /// It does not follow the one before it.
    case chain
    case missing(next: Int64)
    /// What is disclosed is not what was committed to.
    case disclosure
    /// The log ends before the event that was signed.
    case cut(signed: Int64)
    /// There are events after the one that was signed.
    case added
    /// The chain does not end as it was signed.
    case signature
  }
  case broken(sequence: Int64, Flaw)
  case unreadable(after: Int64)
  case noStart
  case noEnd(after: Int64)
  case gap(end: Int64, next: Int64)
  case otherVault
  case unsigned(sequence: Int64)

  package var message: String {
    switch self {
    case .broken(let sequence, let flaw): "event \(sequence): \(flaw.words)"
    case .unreadable(let sequence): "the line after event \(sequence) is no line of an export"
    case .noStart: "the export does not begin with whose log it is"
    case .noEnd(let sequence): "the export ends after event \(sequence) without a checkpoint"
    case .gap(let end, let next):
      "one export ends at event \(end), and the next begins at event \(next)"
    case .otherVault: "the export is not of the vault to which this key belongs"
    case .unsigned(let sequence):
      "the checkpoint at event \(sequence) is not signed by the vault"
    }
  }

  package var remedy: String {
    switch self {
    case .gap: "give the files in the order in which they were made, and all of them"
    case .otherVault: "compare the key with what 'coffer audit checkpoint' shows"
    case .noEnd: "the file was cut off; export it again"
    default: "somebody or something changed the file; export it again and compare"
    }
  }
}

extension ProofError.Flaw {
  fileprivate var words: String {
    switch self {
    case .chain: "it does not follow the one before it; one of the two was edited"
    case .missing(let next): "it is missing; the next one is \(next)"
    case .disclosure: "what is disclosed of it is not what was written then"
    case .cut(let signed): "it is missing; the log was signed up to event \(signed)"
    case .added: "it was added after the log was signed"
    case .signature: "the chain up to it is not the one that was signed"
    }
  }
}
