import Arguments
import Host
import Messages
import Profiles
import Sealing

extension Command {
  static let keyNew = Command(
    CommandSpec(
      "key new", group: "vault", summary: "make an identity file of your own",
      discussion: """
        Prints a word. Whoever has the vault open adds you with 'key add --recipient WORD'; then \
        --identity FILE opens the vault. The file is bound to one vault, by the public key that \
        'init' printed: read from the vault, or given with --pin.
        """,
      operands: [OperandSpec("FILE", "the file to make", completion: .file)],
      options: [
        OptionSpec(
          "pin", value: ValueSpec("HEX"), "the vault's public key, where the file is not here")
      ],
      examples: [Example("coffer key new ~/me.identity", "makes one for the usual vault")])
  ) { invocation, context throws(Failure) in
    let file = invocation.operand("FILE") ?? ""
    let identity = try KeyNew.identity(invocation, &context)
    let word = try KeyNew.write(to: file, vault: identity)
    if context.isJSON {
      try context.json(
        KeyNewResult(file: file, recipient: word, vaultIdentity: Hex.text(identity)))
    } else {
      context.out(word)
      context.warn("keep \(file) to yourself; give the word above to who has the vault open")
    }
    return .done
  }
}

/// The parts of making an identity file.
enum KeyNew {
  static func identity(
    _ invocation: Invocation, _ context: inout Context
  ) throws(Failure) -> [UInt8] {
    let text: String
    if let pin = invocation.value("pin") {
      text = pin
    } else {
      let path = try VaultPlace.path(context.options)
      try Context.checkExists(path)
      text = try context.askWithoutKey(AskFacts(path: path)).answer.identity
    }
    guard let bytes = Hex.bytes(text), bytes.count == 32 else {
      throw Failure(
        .invalid, "this is no public key of a vault", hint: "give the 64 digits that 'init' printed"
      )
    }
    return bytes
  }

  static func write(to path: String, vault identity: [UInt8]) throws(Failure) -> String {
    let keys = BoxKeys.generate()
    let contents = IdentityFile.contents(secretKey: keys.secretKey, vault: identity)
    do throws(HostError) {
      try Files.createPrivate(path, contents: contents.bytes)
    } catch {
      throw Failure(error)
    }
    return RecipientWord.text(for: keys.publicKey)
  }
}

/// What `coffer key new --json` prints.
struct KeyNewResult: Encodable, Equatable {
  let file: String
  let recipient: String
  let vaultIdentity: String
}
