import Testing

/// One way to change the file, where that is seen, and what the message names.
struct Attack: CustomTestStringConvertible, Sendable {
  let name: String
  let seen: Scene.Stage
  let words: String
  let sql: @Sendable (Scene) -> String

  init(
    _ name: String, _ seen: Scene.Stage, _ words: String,
    _ sql: @escaping @Sendable (Scene) -> String
  ) {
    self.name = name
    self.seen = seen
    self.words = words
    self.sql = sql
  }

  var testDescription: String { name }
}

extension Attack {
  static let schema = [
    Attack("plants a trigger", .open, "the tables") { _ in
      "CREATE TRIGGER t AFTER INSERT ON version BEGIN DELETE FROM event; END"
    },
    Attack("plants a view", .open, "the tables") { _ in
      "ALTER TABLE profile RENAME TO p; CREATE VIEW profile AS SELECT * FROM p"
    },
    Attack("plants an index", .open, "the tables") { _ in
      "CREATE INDEX extra ON version (length(record))"
    },
    Attack("plants a table", .open, "the tables") { _ in "CREATE TABLE extra (x)" },
    Attack("takes an index away", .open, "the tables") { _ in "DROP INDEX version_state" },
    Attack("takes a table away", .open, "the tables") { _ in "DROP TABLE checkpoint" },
    Attack("alters a step's checksum", .open, "v0001-vault") { _ in
      "UPDATE migration SET checksum = zeroblob(32) WHERE number = 1"
    },
  ]

  static let keys = [
    Attack("makes a passphrase cheaper", .open, "key slots") { _ in
      "UPDATE slot SET memory = 8, passes = 1 WHERE kind = 1"
    },
    Attack("makes a passphrase cost a petabyte", .open, "key slots") { _ in
      "UPDATE slot SET memory = 1 << 30 WHERE kind = 1"
    },
    Attack("adds a recipient", .open, "key slots") { _ in
      """
      INSERT INTO slot SELECT randomblob(16), 4, randomblob(32), NULL, NULL, NULL, NULL,
      vault_key, label, made_at FROM slot LIMIT 1
      """
    },
    Attack("adds more passphrases than there may be", .open, "more key slots") { _ in
      """
      INSERT INTO slot SELECT randomblob(16), kind, randomblob(32), salt, memory, passes, wrapped,
      vault_key, label, made_at FROM slot, (VALUES (1), (2), (3), (4)) WHERE kind = 1
      """
    },
    Attack("takes a slot away", .open, "key slots") { _ in "DELETE FROM slot WHERE kind = 1" },
    Attack("changes a slot's kind", .open, "key slots") { _ in
      "UPDATE slot SET kind = 3 WHERE kind = 2"
    },
    Attack("signs another slot digest", .open, "key slots") { _ in
      "UPDATE vault SET slots = zeroblob(32)"
    },
    Attack("changes the epoch", .open, "key slots") { _ in "UPDATE vault SET epoch = 2" },
    Attack("cuts the signature", .open, "key slots") { _ in
      "UPDATE vault SET signature = zeroblob(64)"
    },
    Attack("changes the keyring", .open, "key slots") { _ in
      "UPDATE vault SET keyring = zeroblob(length(keyring))"
    },
    Attack("changes the format", .open, "key slots") { _ in "UPDATE vault SET format = 0" },
    Attack("changes the identity", .open, "key slots") { _ in
      "UPDATE vault SET identity = randomblob(32)"
    },
    Attack("removes the vault's row", .open, "row of the vault") { _ in "DELETE FROM vault" },
    Attack("removes the head", .unlock, "head is missing") { _ in "DELETE FROM head" },
    Attack("changes the head", .unlock, "head does not open") { _ in
      "UPDATE head SET sealed = zeroblob(length(sealed))"
    },
    Attack("empties the head", .unlock, "head does not open") { _ in
      "UPDATE head SET sealed = x''"
    },
  ]

  static let records = [
    Attack("swaps two name tags", .get, "does not open") {
      """
      CREATE TEMP TABLE t AS SELECT id, tag FROM profile;
      UPDATE profile SET tag = randomblob(32) WHERE id IN (\($0.id("a")), \($0.id("b")));
      UPDATE profile SET tag = (SELECT tag FROM t WHERE id = \($0.id("b")))
      WHERE id = \($0.id("a"));
      UPDATE profile SET tag = (SELECT tag FROM t WHERE id = \($0.id("a")))
      WHERE id = \($0.id("b"))
      """
    },
    Attack("swaps two heads", .get, "does not open") {
      """
      CREATE TEMP TABLE t AS SELECT id, head FROM profile;
      UPDATE profile SET head = (SELECT head FROM t WHERE id = \($0.id("b")))
      WHERE id = \($0.id("a"))
      """
    },
    Attack("brings a removed profile back", .list, "profile") {
      "UPDATE profile SET removed_at = NULL WHERE id = \($0.id("d"))"
    },
    Attack("removes a profile", .get, "does not open") {
      "UPDATE profile SET removed_at = 1 WHERE id = \($0.id("a"))"
    },
    Attack("changes when it was removed", .list, "does not open") {
      "UPDATE profile SET removed_at = removed_at + 1 WHERE id = \($0.id("d"))"
    },
    Attack("re-points what a profile is changed via", .get, "does not open") {
      "UPDATE profile SET via = \($0.id("a")) WHERE id = \($0.id("c"))"
    },
    Attack("forgets what a profile is changed via", .get, "does not open") {
      "UPDATE profile SET via = NULL WHERE id = \($0.id("c"))"
    },
    Attack("deletes a profile's row", .get, "counts") {
      """
      DELETE FROM version WHERE profile = \($0.id("a"));
      DELETE FROM profile WHERE id = \($0.id("a"))
      """
    },
    Attack("deletes a removed profile's row", .list, "counts") {
      """
      DELETE FROM version WHERE profile = \($0.id("d"));
      DELETE FROM profile WHERE id = \($0.id("d"))
      """
    },
    Attack("makes the older version the current one", .get, "of 'a'") {
      """
      UPDATE version SET state = 4 WHERE profile = \($0.id("a")) AND number = 2;
      UPDATE version SET state = 2 WHERE profile = \($0.id("a")) AND number = 1
      """
    },
    Attack("retires an old version", .verify, "of 'a'") {
      "UPDATE version SET state = 4 WHERE profile = \($0.id("a")) AND number = 1"
    },
    Attack("renumbers the versions", .get, "version 2") {
      """
      UPDATE version SET number = 7, state = 4 WHERE profile = \($0.id("a")) AND number = 2;
      UPDATE version SET number = 2, state = 2 WHERE profile = \($0.id("a")) AND number = 1
      """
    },
    Attack("puts an older record into the current version", .get, "does not open") {
      """
      UPDATE version SET record = (SELECT record FROM version
      WHERE profile = \($0.id("a")) AND number = 1) WHERE profile = \($0.id("a")) AND number = 2
      """
    },
    Attack("puts another profile's record in", .get, "does not open") {
      """
      UPDATE version SET record = (SELECT record FROM version WHERE profile = \($0.id("b")))
      WHERE profile = \($0.id("a")) AND number = 2
      """
    },
    Attack("re-points a version to another profile", .get, "of 'b'") {
      """
      UPDATE version SET profile = \($0.id("a")), number = 3, state = 4
      WHERE profile = \($0.id("b"))
      """
    },
    Attack("adds a version", .verify, "no profile lists") {
      """
      INSERT INTO version SELECT profile, 9, 4, made_at, record FROM version
      WHERE profile = \($0.id("a")) AND number = 1
      """
    },
    Attack("destroys a version", .get, "of 'b'") {
      "UPDATE version SET state = 5, record = NULL WHERE profile = \($0.id("b"))"
    },
    Attack("deletes a version", .get, "of 'b'") {
      "DELETE FROM version WHERE profile = \($0.id("b"))"
    },
    Attack("changes when a version was made", .get, "of 'b'") {
      "UPDATE version SET made_at = made_at + 1 WHERE profile = \($0.id("b"))"
    },
    Attack("cuts a record", .get, "does not open") {
      "UPDATE version SET record = substr(record, 1, 60) WHERE profile = \($0.id("b"))"
    },
  ]
}
