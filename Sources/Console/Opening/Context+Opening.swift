import Host
import Messages
import Sealing

extension Context {
  /// Opens the vault by the first key at hand; `because` is why a session was not enough.
  mutating func openVault(
    sessionToo: Bool, because refusal: Failure? = nil
  ) throws(Failure) -> AgentLink {
    let path = try VaultPlace.path(options)
    var trouble: Failure?
    for source in KeySource.order(KeySource.Facts(options)) {
      switch source {
      case .session:
        guard sessionToo else { continue }
        do throws(Failure) {
          if let link = try AgentLink.session(of: path) { return link }
        } catch {
          // Another key may be at hand: an unusable place for sockets is no reason to stop.
          trouble = error
        }
      case .prompt:
        try Self.checkExists(path)
        if let refusal, !options.quiet { printer.err("coffer: \(refusal.message)") }
        return try openByPerson(path)
      case .passphraseDescriptor, .passphraseFile, .keyFile, .identity:
        try Self.checkExists(path)
        guard let key = try KeyReading.key(from: source) else { continue }
        var link = try AgentLink.spawn()
        try present(key, to: path, over: &link)
        return link
      }
    }
    if let refusal { throw refusal.afterSession }
    try Self.checkExists(path)
    throw trouble ?? (sessionToo ? .locked : .keyWanted)
  }

  /// Asks for the passphrase or recovery code, up to three times.
  private mutating func openByPerson(_ path: String) throws(Failure) -> AgentLink {
    var link = try AgentLink.spawn()
    let facts = try link.ask(AskFacts(path: path)).answer
    if !facts.pending.isEmpty { try migrate(path, over: &link) }
    printer.flush()
    var terminal = try told(try Terminal.open())
    var tries = 3
    while true {
      tries -= 1
      let typed = try told(
        try terminal.readSecret(prompt: "Passphrase (or recovery code): "))
      do throws(Failure) {
        try open(typed, among: facts.slotKinds, at: path, over: &link)
        return link
      } catch  where error.status == .wrongKey && tries > 0 {
        try told(try terminal.write("That does not open the vault. Try again.\n"))
      }
    }
  }

  /// A text that is a recovery code is tried as one first.
  private mutating func open(
    _ typed: consuming SecretBytes, among kinds: [SlotWord], at path: String,
    over link: inout AgentLink
  ) throws(Failure) {
    let secret = Secret(typed)
    if kinds.contains(.recovery), Self.isRecoveryCode(secret.bytes) {
      do throws(Failure) {
        return try present(PresentedKey(kind: .recovery, secret: secret), to: path, over: &link)
      } catch  where error.status == .wrongKey {}
    }
    try present(PresentedKey(kind: .passphrase, secret: secret), to: path, over: &link)
  }

  static func isRecoveryCode(_ typed: borrowing SecretBytes) -> Bool {
    do throws(SealingError) {
      _ = try RecoveryCode.decode(typed.bytes)
      return true
    } catch {
      return false
    }
  }

  private mutating func present(
    _ key: PresentedKey, to path: String, over link: inout AgentLink
  ) throws(Failure) {
    let call = OpenVault(path: path, kind: key.kind, unaudited: isUnaudited)
    do throws(Failure) {
      _ = try link.ask(call, attachments: [key.secret])
    } catch  where error.code == Failure.needsMigration {
      try migrate(path, over: &link)
      _ = try link.ask(call, attachments: [key.secret])
    }
  }

  /// Asks a person before the file is changed as a whole.
  private mutating func migrate(_ path: String, over link: inout AgentLink) throws(Failure) {
    guard KeySource.Facts(options).hasTerminal else { throw .unmigrated }
    guard try confirm("The vault is of an older form. Migrate now? A copy is made first.") else {
      throw .unmigrated
    }
    let done = try link.ask(MigrateVault(path: path)).answer
    if let copy = done.copy { printer.err("coffer: the copy is \(copy)") }
  }

  static func checkExists(_ path: String) throws(Failure) {
    guard !Files.exists(path) else { return }
    throw Failure(
      .notFound, "there is no vault at \(path)", hint: "make one with: coffer init")
  }
}

extension Failure {
  static let locked = Failure(
    .locked, "the vault is locked and there is no key at hand",
    hint: "run 'coffer unlock' on a terminal, or give --key-file or --passphrase-fd")

  static let keyWanted = Failure(
    .locked, "this needs a key of the vault, and there is none at hand",
    hint: "run it on a terminal, or give --key-file or --passphrase-fd; a session is not enough")

  static let unmigrated = Failure(
    .needsPerson, code: Failure.needsMigration, "the vault is of an older form",
    hint: "run: coffer migrate --yes")

  /// What a session refused, where nobody can be asked for a key.
  fileprivate var afterSession: Failure {
    switch code {
    case Failure.otherVersion, Failure.ended:
      Failure(.locked, code: code, message, hint: "unlock again: coffer unlock")
    default: self
    }
  }
}
