import Arguments
import Host
import Messages
import Sealing

extension Command {
  static let keyAdd = Command(
    CommandSpec(
      "key add", group: "vault", summary: "add another way to open the vault",
      discussion: "Asks for a key that opens the vault already, also in a session.",
      options: [
        OptionSpec("passphrase", "another passphrase, asked for twice"),
        OptionSpec(
          "new-passphrase-fd", value: ValueSpec("N"), "another passphrase, from descriptor N"),
        OptionSpec(
          "key-file-new", value: ValueSpec("PATH", completion: .file), "a key file, which is made"),
        OptionSpec("recovery", "a recovery code, shown once"),
        OptionSpec(
          "recipient", value: ValueSpec("WORD"), "somebody's identity, by the word it printed"),
        OptionSpec("name", value: ValueSpec("NAME"), "what to call it"),
      ] + DerivationCost.options,
      examples: [
        Example("coffer key add --recovery", "makes a recovery code"),
        Example("coffer key add --key-file-new ci.key --name ci", "makes a key file for CI"),
      ])
  ) { invocation, context throws(Failure) in
    try NewSlot(invocation).add(&context)
  }
}

/// The key that `key add` is to add.
struct NewSlot {
  enum Kind: Equatable {
    case passphrase(Int32?)
    case keyFile(String)
    case recovery
    case recipient(String)

    var usualName: String {
      switch self {
      case .passphrase: "passphrase"
      case .keyFile: "key-file"
      case .recovery: "recovery"
      case .recipient: "recipient"
      }
    }
  }

  let kind: Kind
  let name: String?
  let cost: DerivationCost

  init(_ invocation: Invocation) throws(Failure) {
    let number = try understood(try invocation.integer("new-passphrase-fd", in: 0...65_535))
    var kinds: [Kind] = []
    if invocation.flag("passphrase") { kinds.append(.passphrase(nil)) }
    if let number { kinds.append(.passphrase(Int32(number))) }
    if let path = invocation.value("key-file-new") { kinds.append(.keyFile(path)) }
    if invocation.flag("recovery") { kinds.append(.recovery) }
    if let word = invocation.value("recipient") { kinds.append(.recipient(word)) }
    guard let kind = kinds.first, kinds.count == 1 else {
      throw .usage(
        kinds.isEmpty ? "no kind of key was named" : "more than one kind of key was named",
        hint: "give one of --passphrase, --key-file-new PATH, --recovery and --recipient WORD")
    }
    if case .recipient(let word) = kind, RecipientWord.publicKey(in: word) == nil {
      throw Failure(
        .invalid, "this is no recipient's word, or it was mistyped",
        hint: "it begins with coffer-recipient- and is printed by 'coffer key new FILE'")
    }
    self.kind = kind
    name = invocation.value("name")
    cost = try DerivationCost(invocation)
  }

  func add(_ context: inout Context) throws(Failure) -> ExitStatus {
    try context.openPrivately()
    let known = try context.ask(ListSlots()).answer.slots.map(\.name)
    let name = name ?? Self.free(kind.usualName, among: known)
    var keys = KeyList()
    var answer: SlotsAnswer
    switch kind {
    case .passphrase(let descriptor):
      keys.add(name, .passphrase, try context.newPassphrase(descriptor: descriptor), cost)
      answer = try send(keys, &context)
    case .recovery:
      keys.add(name, .recovery, try context.newRecoveryCode())
      answer = try send(keys, &context)
    case .recipient(let word):
      keys.add(name, recipient: word)
      answer = try send(keys, &context)
    case .keyFile(let path):
      let file = try NewKeyFile(at: path)
      keys.add(name, .keyFile, file.key)
      do throws(Failure) {
        answer = try send(keys, &context)
      } catch {
        file.keep(unless: error)
        throw error
      }
      file.keep()
    }
    if context.isJSON {
      try context.json(SlotsResult(answer))
    } else {
      context.say("added     \(name)")
    }
    return .done
  }

  private func send(
    _ keys: KeyList, _ context: inout Context
  ) throws(Failure) -> SlotsAnswer {
    guard let key = keys.inputs.first else { throw .misunderstood }
    return try context.ask(AddSlot(key: key), attachments: keys.secrets).answer
  }

  /// The name, with a number where it is taken.
  static func free(_ name: String, among known: [String]) -> String {
    var candidate = name
    var number = 2
    while known.contains(candidate) {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return candidate
  }
}
