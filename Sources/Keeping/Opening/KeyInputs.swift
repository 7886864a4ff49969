import Messages
import Profiles
import Sealing
import Vaults

// Keys as they come in messages.

extension Order {
  /// A key for a new slot.
  func key(_ input: KeyInput) throws -> NamedKey {
    let isPlain = input.name.unicodeScalars.allSatisfy(Cleaned.isInert)
    guard !input.name.isEmpty, input.name.utf8.count <= 64, isPlain else {
      throw Failure.invalid(
        "'\(Cleaned.text(input.name))' is no name for a key", hint: "use 1 to 64 plain characters")
    }
    return NamedKey(input.name, try newKey(input))
  }

  private func newKey(_ input: KeyInput) throws -> NewKey {
    switch input.kind {
    case .passphrase:
      return .passphrase(
        try passphrase(input.attachment),
        try KeyInput.cost(memoryMiB: input.memoryMiB, passes: input.passes))
    case .keyFile: return .keyFile(try secret(input.attachment))
    case .recovery: return .recovery(try secret(input.attachment))
    case .recipient:
      guard let key = input.recipient.flatMap(RecipientWord.publicKey(in:)) else {
        throw Failure.invalid(
          "this is no recipient's word, or it was mistyped",
          hint: "let the recipient show it again with 'coffer key new'")
      }
      return .recipient(publicKey: key)
    }
  }

  func passphrase(_ number: Int?) throws -> Secret {
    let secret = try secret(number)
    guard secret.count > 0 else {
      throw Failure.invalid("the passphrase is empty", hint: "choose several words")
    }
    return secret
  }

  /// What somebody brings to open a vault.
  func credential(_ kind: SlotWord) throws -> Credential {
    let secret = try secret(0)
    return switch kind {
    case .passphrase: .passphrase(secret)
    case .keyFile: .keyFile(secret)
    case .recovery: .recovery(secret)
    case .recipient: .identity(secret)
    }
  }
}

extension KeyInput {
  static func cost(memoryMiB: Int?, passes: Int?) throws(SealingError) -> PassphraseCost {
    try PassphraseCost(
      memoryMiB: memoryMiB ?? PassphraseCost.standard.memoryMiB,
      passes: passes ?? PassphraseCost.standard.passes)
  }
}

extension SlotWord {
  init(_ kind: SlotKind) {
    self =
      switch kind {
      case .passphrase: .passphrase
      case .keyFile: .keyFile
      case .recovery: .recovery
      case .recipient: .recipient
      }
  }
}
