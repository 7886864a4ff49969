/// Where the key to a vault may come from.
package enum KeySource: Equatable, Sendable {
  case passphraseDescriptor(Int32)
  case passphraseFile(String)
  /// `-` stands for standard input.
  case keyFile(String)
  case identity(String)
  /// An agent that has the vault open already.
  case session
  /// A person at the terminal.
  case prompt

  /// What could be seen about keys when the command began.
  package struct Facts: Equatable, Sendable {
    package var passphraseDescriptor: Int32?
    package var keyFile: String?
    package var identity: String?
    package var keyFileVariable: String?
    /// The files that are in systemd's folder of credentials.
    package var credentialKeyFile: String?
    package var credentialPassphrase: String?
    package var hasTerminal = false

    package init() {}
  }

  /// The sources to try, in order: one that was named is the only one, a session comes before what
  /// lies about, and a person is asked last.
  package static func order(_ facts: Facts) -> [KeySource] {
    if let number = facts.passphraseDescriptor { return [.passphraseDescriptor(number)] }
    if let path = facts.keyFile { return [.keyFile(path)] }
    if let path = facts.identity { return [.identity(path)] }
    var order: [KeySource] = [.session]
    if let path = facts.keyFileVariable {
      order.append(.keyFile(path))
    } else if let path = facts.credentialKeyFile {
      order.append(.keyFile(path))
    } else if let path = facts.credentialPassphrase {
      order.append(.passphraseFile(path))
    } else if facts.hasTerminal {
      order.append(.prompt)
    }
    return order
  }

  /// Whether a key may be read from standard input, so that nothing else can.
  package static func readsInput(_ facts: Facts) -> Bool {
    order(facts).contains { $0 == .keyFile("-") || $0 == .passphraseDescriptor(0) }
  }
}
