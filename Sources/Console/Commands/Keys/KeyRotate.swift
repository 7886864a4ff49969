import Arguments
import Messages

extension Command {
  static let keyRotate = Command(
    CommandSpec(
      "key rotate", group: "vault", summary: "renew the vault key and seal everything again",
      discussion: """
        Passphrases, key files and recipients stay as they are. With --compromised only the key \
        that you show stays, and a new recovery code is made.
        """,
      options: [
        .yes, OptionSpec("compromised", "take every other key away and make a new recovery code"),
      ],
      examples: [
        Example("coffer key rotate --yes", "renews the vault key without a question"),
        Example("coffer key rotate --compromised", "after somebody may have got a key"),
      ])
  ) { invocation, context throws(Failure) in
    let answer: RotatedAnswer
    if invocation.flag("compromised") {
      try context.openPrivately()
      try context.agree("Take every key but yours away?", invocation)
      var keys = KeyList()
      keys.add("recovery", .recovery, try context.newRecoveryCode())
      guard let key = keys.inputs.first else { throw .misunderstood }
      answer = try context.ask(
        RenewAfterCompromise(recovery: key), attachments: keys.secrets
      ).answer
    } else {
      try context.agree("Renew the vault key? Sessions of others end.", invocation)
      answer = try context.ask(RotateVaultKey()).answer
    }
    if context.isJSON {
      try context.json(RotateResult(answer))
    } else {
      let profiles = Remark.count(answer.profiles, "profile")
      let versions = Remark.count(answer.versions, "version")
      context.remark(
        "renewed",
        "the vault key (epoch \(answer.epoch)); \(profiles) and \(versions) sealed again")
      if invocation.flag("compromised") { context.table(answer.slots) }
    }
    return .done
  }
}

/// What `coffer key rotate --json` prints.
struct RotateResult: Encodable, Equatable {
  let epoch: Int64
  let keys: [SlotResult]
  let profiles: Int
  let versions: Int

  init(_ answer: RotatedAnswer) {
    epoch = answer.epoch
    keys = answer.slots.map(SlotResult.init)
    profiles = answer.profiles
    versions = answer.versions
  }
}
