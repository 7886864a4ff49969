/// Makes passwords that every database, shell and connection string takes unquoted.
package enum PasswordMaker {
  /// The characters to choose from.
  package enum Alphabet: Sendable {
    /// Letters, digits and `-_.~`, which need no escaping in a URL either: 6 bits a character.
    case safe
    /// Letters and digits only.
    case alphanumeric

    /// The kinds of characters of which each password has at least one.
    fileprivate var classes: [[UInt8]] {
      let plain = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"]
      return (self == .safe ? plain + ["-_.~"] : plain).map { Array($0.utf8) }
    }
  }

  /// Makes a password of `length` characters, at least one of each kind and hence at least four.
  ///
  /// It begins and ends with a letter or digit, lest it look like an option or lose its last
  /// character when it is copied. Among those that fit, each is as likely as the other.
  package static func make(length: Int = 32, alphabet: Alphabet = .safe) -> SecretBytes {
    let length = max(length, 4)
    let classes = alphabet.classes
    let characters = classes.joined().map { $0 }
    while true {
      let drawn = draw(length, from: characters)
      if fits(drawn, classes) { return drawn }
    }
  }

  private static func draw(_ length: Int, from characters: [UInt8]) -> SecretBytes {
    SecretBytes(count: length) { output in
      for _ in 0..<length {
        output.append(characters[Int(Random.uniform(below: UInt32(characters.count)))])
      }
    }
  }

  private static func fits(_ drawn: borrowing SecretBytes, _ classes: [[UInt8]]) -> Bool {
    let drawn = drawn.bytes
    for edge in [drawn[0], drawn[drawn.count - 1]] {
      guard classes.prefix(3).contains(where: { $0.contains(edge) }) else { return false }
    }
    var missing = classes
    for position in drawn.indices {
      missing.removeAll { $0.contains(drawn[position]) }
    }
    return missing.isEmpty
  }
}
