import Profiles
import Sealing
import Storage
import TestSupport
import Vaults

/// What somebody who can write the file, but has no key, may try. Each must be seen.
extension Scenario {
  static let tamperedRecords: [Scenario] = [
    tampered("record-flipped", "a bit of a version's record", changed("version", "record", 60)),
    tampered(
      "record-cut", "a version's record is shorter",
      "UPDATE version SET record = substr(record, 1, 100)"),
    tampered(
      "records-swapped", "two profiles' versions have each other's records", of: versions,
      swapped("version", "record", "profile")),
    tampered(
      "record-replayed", "an older version's record in the place of the current one", of: versions,
      """
      UPDATE version SET record = (SELECT v.record FROM version v WHERE v.profile =
      version.profile AND v.state = 3) WHERE state = 2 AND number > 1
      """),
    tampered(
      "state-changed", "the current version is called retired", "UPDATE version SET state = 4"),
    tampered("time-changed", "a version's time", "UPDATE version SET made_at = made_at + 1"),
    tampered("version-deleted", "a version's row", "DELETE FROM version WHERE number = 1"),
    tampered("profile-flipped", "a bit of a profile's head", changed("profile", "head", 60)),
    tampered(
      "profile-removed", "a profile is called removed",
      "UPDATE profile SET removed_at = 1 WHERE via IS NOT NULL"),
    tampered(
      "profile-deleted", "a profile's rows",
      """
      DELETE FROM version WHERE profile IN (SELECT id FROM profile WHERE via IS NOT NULL);
      DELETE FROM profile WHERE via IS NOT NULL
      """),
    tampered("via-cleared", "what a profile is changed via", "UPDATE profile SET via = NULL"),
    tampered(
      "tags-swapped", "two profiles have each other's name tags",
      """
      CREATE TEMP TABLE t AS SELECT row_number() OVER () AS n, id, tag FROM profile;
      UPDATE profile SET tag = zeroblob(32) WHERE id = (SELECT id FROM t WHERE n = 1);
      UPDATE profile SET tag = (SELECT tag FROM t WHERE n = 1)
        WHERE id = (SELECT id FROM t WHERE n = 2);
      UPDATE profile SET tag = (SELECT tag FROM t WHERE n = 2)
        WHERE id = (SELECT id FROM t WHERE n = 1);
      """),
    replayed(
      "profile-replayed", "a profile and its versions as they were before the last change",
      tables: ["profile", "version"]),
    replayed(
      "head-replayed", "the vault's head as it was before the last change", tables: ["head"]),
    replayed(
      "log-replayed", "the log as it was before the last change", tables: ["event", "event_tag"]),
  ]

  static let tamperedKeys: [Scenario] = [
    tampered("slot-flipped", "a bit of a slot's wrapped half", changed("slot", "wrapped", 60)),
    tampered(
      "vault-key-flipped", "a bit of the sealed vault key", changed("slot", "vault_key", 60)),
    tampered("slot-label-flipped", "a bit of a slot's name", changed("slot", "label", 60)),
    tampered(
      "slot-kind-changed", "a key file's slot is called a recovery code", "UPDATE slot SET kind = 3"
    ),
    tampered("slots-deleted", "all slots", "DELETE FROM slot"),
    tampered("keyring-flipped", "a bit of the key ring", changed("vault", "keyring", 60)),
    tampered("signature-flipped", "a bit of the signature", changed("vault", "signature", 10)),
    tampered("epoch-raised", "the number of the vault key", "UPDATE vault SET epoch = epoch + 1"),
    tampered("head-flipped", "a bit of the vault's head", changed("head", "sealed", 60)),
    Scenario("cost-weakened", expect: 9, "a passphrase slot asks for 1 pass over 8 MiB") {
      let workshop = try Workshop([Workshop.passphrase])
      try edit(workshop.path, "UPDATE slot SET memory = 8, passes = 1")
      return try Made(workshop, key: Workshop.passphraseKey)
    },
    Scenario("substituted", expect: 9, "another vault, sealed to the same recipient") {
      let mine = try Workshop()
      let key = Workshop.identityKey(for: try mine.open())
      let theirs = try Workshop()
      _ = try theirs.open().addSlot(
        try Workshop.recipient(), by: Workshop.author, at: theirs.now())
      return try Made(theirs, key: key)
    },
    Scenario("wrong-key", expect: 6, "a key file that is not the vault's") {
      try Made(
        try plain(), key: Vector.Key(kind: "keyFile", value: String(repeating: "ee", count: 32)))
    },
    Scenario("wrong-passphrase", expect: 6, "the same passphrase in another normal form") {
      let workshop = try Workshop([Workshop.passphrase])
      return try Made(
        workshop,
        key: Vector.Key(kind: "passphrase", value: "correct horse battery st\u{e4}ple"))
    },
    Scenario("no-such-slot", expect: 6, "a recovery code, but the vault has a key file only") {
      try Made(try plain(), key: Workshop.recoveryKey)
    },
  ]

  static let tamperedLog: [Scenario] = [
    tampered(
      "event-edited", "an event's time", "UPDATE event SET time = time + 1 WHERE sequence = 3"),
    tampered(
      "event-details-flipped", "a bit of an event's details",
      changed("event", "details", 60, "WHERE sequence = 2")),
    tampered(
      "event-deleted", "an event in the middle",
      "DELETE FROM event_tag WHERE sequence = 3; DELETE FROM event WHERE sequence = 3"),
    tampered(
      "log-cut", "the last events",
      "DELETE FROM event_tag WHERE sequence > 3; DELETE FROM event WHERE sequence > 3"),
    tampered("mac-taken", "an event's MAC", "UPDATE event SET mac = NULL WHERE sequence = 4"),
    tampered(
      "tag-deleted", "the index of an event's tags", "DELETE FROM event_tag WHERE sequence = 4"),
    Scenario("checkpoint-edited", expect: 9, "the time of a signed checkpoint") {
      let workshop = try plain()
      var vault = try workshop.open()
      _ = try vault.rotate(keeping: .all, by: Workshop.author, at: workshop.now())
      try edit(workshop.path, "UPDATE checkpoint SET time = time + 1")
      return try Made(workshop)
    },
  ]

  static let otherFiles: [Scenario] = [
    tampered(
      "newer-reader", expect: 10, "asks for a newer reader",
      "UPDATE vault SET minimum_reader = 1000"),
    tampered(
      "newer-step", expect: 10, "has a step of the schema that nobody knows yet",
      "INSERT INTO migration SELECT 1000, 'v1000-future', checksum, 0 FROM migration LIMIT 1"),
    tampered("schema-changed", "has a table of its own", "CREATE TABLE other (a BLOB) STRICT"),
    tampered("other-application", "is marked as another program's", "PRAGMA application_id = 1"),
    raw("truncated", "the first half of a file") { Array($0.prefix($0.count / 2 / 512 * 512)) },
    raw("page-zeroed", "a page in the middle is zero") { file in
      let start = file.count / 2 / 512 * 512
      return Array(file[..<start]) + Array(repeating: 0, count: 512) + file[(start + 512)...]
    },
    raw("nothing", "no bytes") { _ in [] },
    raw("no-database", "text") { _ in Array("This is no database.\n".utf8) },
  ]

  static let tamperedSettings: [Scenario] = [
    tampered("settings-deleted", "the settings' row", of: settings, "DELETE FROM settings"),
    tampered(
      "settings-flipped", "a bit of the settings", of: settings, changed("settings", "sealed", 60)),
    Scenario("settings-replayed", expect: 9, "the settings as they were before the last change") {
      let workshop = try settings()
      let connection = try Connection(path: workshop.path, mode: .readWrite)
      try connection.execute("CREATE TEMP TABLE old_settings AS SELECT * FROM settings")
      _ = try workshop.open().changeBackups(
        to: nil, keepDays: 7, by: Workshop.author, at: workshop.now())
      try connection.execute(
        "DELETE FROM settings; INSERT INTO settings SELECT * FROM old_settings")
      return try Made(workshop)
    },
  ]

  @Sendable private static func settings() throws -> Workshop {
    let workshop = try plain()
    _ = try workshop.open().changeBackups(
      to: .folder("/srv/backups"), keepDays: 90, by: Workshop.author, at: workshop.now())
    return workshop
  }

  // MARK: How they are made

  static func tampered(
    _ name: String, expect: Int = 9, _ about: String,
    of make: @escaping @Sendable () throws -> Workshop = { try plain() }, _ sql: String
  ) -> Scenario {
    Scenario(name, expect: expect, about) {
      let workshop = try make()
      try edit(workshop.path, sql)
      return try Made(workshop)
    }
  }

  private static func raw(
    _ name: String, _ about: String, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Scenario {
    Scenario(name, expect: 9, about) {
      Made(file: change(try plain().compact()), key: Workshop.keyFileKey)
    }
  }

  /// Takes some tables back to what they were before a password was changed.
  private static func replayed(_ name: String, _ about: String, tables: [String]) -> Scenario {
    Scenario(name, expect: 9, about) {
      let workshop = try plain()
      let before = tables.map { "CREATE TABLE old_\($0) AS SELECT * FROM \($0);" }
      let after = tables.map {
        "DELETE FROM \($0); INSERT INTO \($0) SELECT * FROM old_\($0);"
      }
      let connection = try Connection(path: workshop.path, mode: .readWrite)
      try connection.execute(before.joined().replacing("TABLE", with: "TEMP TABLE"))
      try workshop.open().setPassword(of: "prod", to: "newer", at: workshop.now())
      try connection.execute("PRAGMA foreign_keys = OFF;" + after.joined())
      return try Made(workshop)
    }
  }

  static func edit(_ path: String, _ sql: String) throws {
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
    try connection.execute(sql)
    try connection.checkpointTruncate()
  }

  static func changed(
    _ table: String, _ column: String, _ place: Int, _ condition: String = ""
  ) -> String {
    // There is no exclusive or in SQLite: a byte that is not the same is as good.
    """
    UPDATE \(table) SET \(column) = CAST(substr(\(column), 1, \(place)) || CASE
    WHEN substr(\(column), \(place + 1), 1) = x'00' THEN x'01' ELSE x'00' END
    || substr(\(column), \(place + 2)) AS BLOB) \(condition)
    """
  }

  private static func swapped(_ table: String, _ column: String, _ key: String) -> String {
    """
    CREATE TEMP TABLE t AS SELECT row_number() OVER () AS n, \(key) AS k, \(column) AS c
      FROM \(table) WHERE state = 2;
    UPDATE \(table) SET \(column) = (SELECT c FROM t WHERE n = 2)
      WHERE state = 2 AND \(key) = (SELECT k FROM t WHERE n = 1);
    UPDATE \(table) SET \(column) = (SELECT c FROM t WHERE n = 1)
      WHERE state = 2 AND \(key) = (SELECT k FROM t WHERE n = 2);
    """
  }
}
