import Auditing
import Profiles
import Sealing
import TestSupport
import Vaults

extension Scenario {
  static let good: [Scenario] = [
    Scenario("empty", "one key file, no profile") { try Made(Workshop()) },
    Scenario("plain", "one key file, three profiles: fields, labels, note, via") {
      try Made(try plain())
    },
    Scenario("passphrase", "opened by a passphrase at the lowest cost, not normalized") {
      let workshop = try Workshop([Workshop.passphrase])
      try workshop.open(with: Workshop.passphraseKey).add("only", at: workshop.now())
      return try Made(workshop, key: Workshop.passphraseKey)
    },
    Scenario("recovery", "opened by a recovery code, beside a key file") {
      let workshop = try Workshop([Workshop.keyFile, Workshop.recovery])
      try workshop.open().add("only", at: workshop.now())
      return try Made(workshop, key: Workshop.recoveryKey)
    },
    Scenario("recipient", "opened by an identity file that pins the vault") {
      let workshop = try Workshop()
      let vault = try workshop.open()
      try vault.add("only", at: workshop.now())
      _ = try vault.addSlot(try Workshop.recipient(), by: Workshop.author, at: workshop.now())
      return try Made(workshop, key: Workshop.identityKey(for: vault))
    },
    Scenario("versions", "many versions: current, previous, retired, destroyed") {
      try Made(try versions())
    },
    Scenario("rotated", "the vault key was renewed twice; two keys, two checkpoints") {
      let workshop = try plain()
      var vault = try workshop.open()
      _ = try vault.addSlot(Workshop.recovery, by: Workshop.author, at: workshop.now())
      _ = try vault.rotate(keeping: .all, by: Workshop.author, at: workshop.now())
      try vault.add("after", at: workshop.now())
      _ = try vault.rotate(keeping: .all, by: Workshop.author, at: workshop.now())
      return try Made(workshop)
    },
    Scenario("removed", "removed, undeleted under another name, and purged profiles") {
      let workshop = try plain()
      let vault = try workshop.open()
      let time = { workshop.now() }
      for name in ["gone", "back", "purged"] { try vault.add(name, at: time()) }
      try vault.remove(try names("gone", "back", "purged"), by: Workshop.author, at: time())
      _ = try vault.undelete(
        try ProfileName("back"), as: try ProfileName("here-again"), by: Workshop.author, at: time())
      try vault.purge(try names("purged"), by: Workshop.author, at: time())
      return try Made(workshop)
    },
    Scenario("refused", "events without a MAC: some in the chain, some after its sealed end") {
      let workshop = try plain()
      let wrong = Vector.Key(kind: "keyFile", value: String(repeating: "ee", count: 32))
      for _ in 0..<3 { _ = try? workshop.open(with: wrong) }
      try workshop.open().add("between", at: workshop.now())
      for _ in 0..<2 { _ = try? workshop.open(with: wrong) }
      return try Made(workshop)
    },
    Scenario("large", "a secret of 20,000 bytes, over many pages of the file") {
      let workshop = try Workshop()
      let long = String(repeating: "0123456789abcdef", count: 1_250)
      try workshop.open().add("large", type: "secret", password: long, at: workshop.now())
      return try Made(workshop)
    },
    Scenario("incomplete", "a profile whose secret is not known yet") {
      let workshop = try Workshop()
      try workshop.open().add("later", at: workshop.now()) { profile in
        profile.fields.removeLast()
        profile.allowsIncomplete = true
      }
      return try Made(workshop)
    },
  ]

  static let settled: [Scenario] = [
    Scenario("settings", "where backups go was settled, and the vault key renewed since") {
      let workshop = try plain()
      var vault = try workshop.open()
      _ = try vault.changeBackups(
        to: .folder("/srv/backups"), keepDays: 90, by: Workshop.author, at: workshop.now())
      _ = try vault.rotate(keeping: .all, by: Workshop.author, at: workshop.now())
      return try Made(workshop)
    }
  ]

  static func plain() throws -> Workshop {
    let workshop = try Workshop()
    let vault = try workshop.open()
    try vault.add("issuer", type: "secret", password: "s3cret", at: workshop.now())
    try vault.add("prod", at: workshop.now()) { profile in
      try profile.labels.set("stage", to: "prod")
      try profile.labels.set("tenant", to: "Acme & S\u{f6}hne")
      profile.note = "two\nlines"
      profile.via = try ProfileName("issuer")
    }
    try vault.add("stage", host: "x2.example", password: "other", at: workshop.now())
    return workshop
  }

  @Sendable static func versions() throws -> Workshop {
    let workshop = try plain()
    let vault = try workshop.open()
    for number in 2...4 {
      try vault.setPassword(of: "prod", to: "number \(number)", at: workshop.now())
    }
    _ = try vault.destroyHistory(try names("prod"), by: Workshop.author, at: workshop.now())
    for number in 5...8 {
      try vault.setPassword(of: "prod", to: "number \(number)", at: workshop.now())
    }
    _ = try vault.rollBack(
      try ProfileName("prod"), to: 6, ifVersion: nil, by: Workshop.author, at: workshop.now())
    try vault.rename(
      try ProfileName("stage"), to: try ProfileName("stage-2"), by: Workshop.author,
      at: workshop.now())
    return workshop
  }

  static func names(_ names: String...) throws -> [ProfileName] {
    try names.map { try ProfileName($0) }
  }
}
