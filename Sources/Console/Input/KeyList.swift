import Messages
import Sealing

/// New keys with their secrets, as one message carries them.
struct KeyList: Sendable {
  private(set) var inputs: [KeyInput] = []
  private(set) var secrets: [Secret] = []

  mutating func add(
    _ name: String, _ kind: SlotWord, _ secret: Secret, _ cost: DerivationCost? = nil
  ) {
    inputs.append(
      KeyInput(
        name: name, kind: kind, attachment: secrets.count, memoryMiB: cost?.memoryMiB,
        passes: cost?.passes))
    secrets.append(secret)
  }

  mutating func add(_ name: String, recipient word: String) {
    inputs.append(KeyInput(name: name, kind: .recipient, recipient: word))
  }
}
