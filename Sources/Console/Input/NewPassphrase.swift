import Host
package import Messages
package import Sealing

/// A passphrase that is about to be set.
package enum NewPassphrase {
  /// Below this nobody's guessing is slowed down enough.
  package static let shortest = 8
  /// Below this a person is told that a longer one is better.
  static let good = 16

  /// Refuses what protects nothing.
  package static func check(_ passphrase: borrowing SecretBytes) throws(Failure) {
    guard passphrase.count >= shortest else {
      throw Failure(
        .invalid, "the passphrase is shorter than \(shortest) bytes",
        hint: "several words that nobody would guess together are easy to type and strong")
    }
  }
}

extension Context {
  /// Reads a new passphrase from a descriptor, or asks a person twice.
  package mutating func newPassphrase(descriptor: Int32?) throws(Failure) -> Secret {
    if let descriptor {
      let given = try KeyReading.passphrase(descriptor: descriptor)
      try NewPassphrase.check(given.bytes)
      return given
    }
    guard hasPerson else {
      throw Failure(
        .locked, "there is no terminal to ask for a new passphrase on",
        hint: "give it on a descriptor, or use a key file")
    }
    var tries = 3
    while true {
      tries -= 1
      let first = try askSecret("New passphrase: ")
      do throws(Failure) {
        try NewPassphrase.check(first)
      } catch  where tries > 0 {
        printer.err("coffer: \(error.message): \(error.hint)")
        continue
      }
      let second = try askSecret("The same again: ")
      if first.equals(second.bytes) {
        if first.count < NewPassphrase.good { warn("a longer passphrase would be stronger") }
        return Secret(first)
      }
      guard tries > 0 else {
        throw Failure(.invalid, "the two passphrases differ", hint: "try again, more slowly")
      }
      printer.err("coffer: the two differ, once more")
    }
  }
}
