import Arguments
import Host
import Messages
import Sealing

extension Command {
  static let `init` = Command(
    CommandSpec(
      "init", group: "vault", summary: "make a vault",
      discussion: """
        Asks for a passphrase twice, offers a recovery code, asks where backups go, and opens a \
        session. Without a terminal the passphrase comes with --passphrase-fd, or a key file takes \
        its place.
        """,
      options: [
        OptionSpec(
          "new-key-file", value: ValueSpec("PATH", completion: .file),
          "make a key file that opens the vault, instead of a passphrase"),
        OptionSpec("recovery", "make a recovery code without asking whether to"),
        OptionSpec("no-recovery", "make no recovery code"),
        OptionSpec(
          "backup-to", value: ValueSpec("DIR", completion: .file),
          "let backups go into this folder without asking; none for nowhere"),
        OptionSpec("no-session", "do not open a session afterwards"),
      ] + DerivationCost.options,
      examples: [
        Example("coffer init", "makes the usual vault, with questions"),
        Example(
          "coffer init --new-key-file /etc/coffer/key --no-recovery",
          "makes a vault for a machine, without questions"),
      ])
  ) { invocation, context throws(Failure) in
    try NewVault(invocation, context.options).make(&context)
  }
}

/// The making of a vault: gathers its keys, has it made, opens a session.
struct NewVault {
  private let path: String
  private let keyFile: String?
  private let cost: DerivationCost
  private let recovery: Bool?
  private let backups: String?
  private let session: Bool

  init(_ invocation: Invocation, _ options: GlobalOptions) throws(Failure) {
    guard options.keyFile == nil, options.identity == nil else {
      throw .usage(
        "a new vault is not opened by a key that exists", hint: "use --new-key-file PATH")
    }
    path = try VaultPlace.path(options)
    keyFile = invocation.value("new-key-file")
    cost = try DerivationCost(invocation)
    session = !invocation.flag("no-session")
    backups = invocation.value("backup-to")
    switch (invocation.flag("recovery"), invocation.flag("no-recovery")) {
    case (true, true):
      throw .usage("--recovery and --no-recovery exclude each other", hint: "keep one of them")
    case (true, false): recovery = true
    case (false, true): recovery = false
    case (false, false): recovery = nil
    }
  }

  func make(_ context: inout Context) throws(Failure) -> ExitStatus {
    guard !Files.exists(path) else {
      throw Failure(
        .conflict, "there is a vault at \(path) already",
        hint: "use it, or choose another place with --vault PATH")
    }
    var keys = KeyList()
    if keyFile == nil || context.options.passphraseDescriptor != nil {
      let passphrase = try context.newPassphrase(descriptor: context.options.passphraseDescriptor)
      keys.add("passphrase", .passphrase, passphrase, cost)
    }
    if try wantsRecovery(context) {
      keys.add("recovery", .recovery, try context.newRecoveryCode())
    }
    let answer = try placeForBackups(context)
    try told(try Files.makePrivateFolder(Files.folder(of: path)))
    let place = try answer.map { text throws(Failure) in
      try BackupSettings.place(text, vault: path)
    }
    let facts: FactsAnswer
    if let keyFile {
      let file = try NewKeyFile(at: keyFile)
      keys.add("key-file", .keyFile, file.key)
      do throws(Failure) {
        facts = try create(keys, place, &context)
      } catch {
        if Files.exists(path) { file.keep(unless: error) }
        throw error
      }
      file.keep()
    } else {
      facts = try create(keys, place, &context)
    }
    let opened = openSession(keys, &context)
    try report(facts, opened, &context)
    return .done
  }

  private func wantsRecovery(_ context: borrowing Context) throws(Failure) -> Bool {
    if let recovery { return recovery }
    guard context.hasPerson, context.options.passphraseDescriptor == nil, keyFile == nil else {
      return false
    }
    var terminal = try told(try Terminal.open())
    let answer = try told(
      try terminal.readLine(
        prompt: "Make a recovery code, for when the passphrase is lost? [Y/n] ", limit: 64))
    return !["n", "no"].contains(answer.lowercased())
  }

  /// Where backups go, in the words of whoever makes the vault; nil where nobody can be asked.
  private func placeForBackups(_ context: borrowing Context) throws(Failure) -> String? {
    if let backups { return backups }
    guard context.hasPerson, context.options.passphraseDescriptor == nil, keyFile == nil else {
      return nil
    }
    let usual = Files.folder(of: path) + "/backups"
    var terminal = try told(try Terminal.open())
    let answer = try told(
      try terminal.readLine(
        prompt: "Folder for backups, or none [\(Printer.cleaned(usual))]: ", limit: 4_096))
    return answer.isEmpty ? usual : answer
  }

  private func create(
    _ keys: KeyList, _ place: BackupPlaceWord?, _ context: inout Context
  ) throws(Failure) -> FactsAnswer {
    let call = CreateVault(path: path, keys: keys.inputs, backups: place ?? .undecided)
    return try context.askWithoutKey(call, attachments: keys.secrets).answer
  }

  /// A session for the person who made the vault; that there is none is only told, for the vault is made.
  private func openSession(_ keys: KeyList, _ context: inout Context) -> SessionAnswer? {
    // A key file opens without a derivation.
    let quickest = keys.inputs.first { $0.kind == .keyFile } ?? keys.inputs.first
    guard session, context.hasPerson, let quickest, let number = quickest.attachment else {
      return nil
    }
    do throws(Failure) {
      _ = try context.askWithoutKey(
        OpenVault(path: path, kind: quickest.kind), attachments: [keys.secrets[number]])
      return try context.startSession(SessionLimits.usual)
    } catch {
      context.warn("the vault is made, but no session was opened: \(error.message)")
      return nil
    }
  }

  private func report(
    _ facts: FactsAnswer, _ opened: SessionAnswer?, _ context: inout Context
  ) throws(Failure) {
    if context.isJSON {
      try context.json(
        InitResult(
          id: facts.id, identity: facts.identity, keyFile: keyFile,
          keys: facts.slotKinds.map(\.rawValue), session: opened?.scope?.rawValue, vault: path))
      return
    }
    context.say("made      \(path)")
    context.say("identity  \(facts.identity)")
    if let keyFile { context.say("key file  \(keyFile); whoever has it opens the vault") }
    if let opened {
      context.say(opened.line)
      context.say("next      coffer unlock --full, then: coffer add TYPE NAME")
    }
  }
}

/// What `coffer init --json` prints.
struct InitResult: Encodable, Equatable {
  let id: String
  let identity: String
  let keyFile: String?
  let keys: [String]
  let session: String?
  let vault: String
}
