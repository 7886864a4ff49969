extension Attack {
  private static let last = "(SELECT max(sequence) FROM event)"

  static let log = [
    Attack("cuts the end off", .unlock, "ends at event") { _ in
      """
      DELETE FROM event_tag WHERE sequence >= \(last) - 1;
      DELETE FROM event WHERE sequence >= \(last) - 1
      """
    },
    Attack("cuts everything off", .unlock, "ends at event 0") { _ in
      "DELETE FROM event_tag; DELETE FROM event"
    },
    Attack("edits the last event", .unlock, "not the one that the vault names") { _ in
      "UPDATE event SET time = time + 1 WHERE sequence = \(last)"
    },
    Attack("edits the time of an event", .log, "event 2") { _ in
      "UPDATE event SET time = time + 1 WHERE sequence = 2"
    },
    Attack("edits an outcome", .log, "event 2") { _ in
      "UPDATE event SET outcome = 3 WHERE sequence = 2"
    },
    Attack("edits an action", .log, "event 2") { _ in
      "UPDATE event SET action = 'audit.read' WHERE sequence = 2"
    },
    Attack("makes an action one that no program knows", .log, "event 2") { _ in
      "UPDATE event SET action = 'moon.landed' WHERE sequence = 2"
    },
    Attack("deletes an event in the middle", .log, "event 4") { _ in
      "DELETE FROM event_tag WHERE sequence = 3; DELETE FROM event WHERE sequence = 3"
    },
    Attack("deletes the first event", .verify, "event 1") { _ in
      "DELETE FROM event_tag WHERE sequence = 1; DELETE FROM event WHERE sequence = 1"
    },
    Attack("exchanges two events", .get, "edited") { _ in
      """
      UPDATE event SET sequence = 1000 WHERE sequence = 4;
      UPDATE event SET sequence = 4 WHERE sequence = 5;
      UPDATE event SET sequence = 5 WHERE sequence = 1000
      """
    },
    Attack("exchanges the details of two events", .get, "edited") { _ in
      """
      CREATE TEMP TABLE t AS SELECT sequence, details FROM event;
      UPDATE event SET details = (SELECT details FROM t WHERE sequence = 3) WHERE sequence = 4;
      UPDATE event SET details = (SELECT details FROM t WHERE sequence = 4) WHERE sequence = 3
      """
    },
    Attack("strips a MAC", .log, "authentication was taken away") { _ in
      "UPDATE event SET mac = NULL WHERE sequence = 3"
    },
    Attack("strips a MAC and calls it a refused unlock", .log, "event 3") { _ in
      """
      UPDATE event SET mac = NULL, action = 'unlock.refused', subject = NULL, tags = x'',
      commitment = NULL, changes = 0 WHERE sequence = 3
      """
    },
    Attack("appends an event without a key", .unlock, "does not follow") { _ in
      """
      INSERT INTO event SELECT sequence + 1, time, 'profile.added', 1, 0, NULL, x'', NULL, x'',
      zeroblob(32), NULL FROM event WHERE sequence = \(last)
      """
    },
    Attack("appends a copy of an event", .unlock, "does not follow") { _ in
      """
      INSERT INTO event SELECT \(last) + 1, time, action, outcome, changes, subject, tags,
      commitment, details, previous, mac FROM event WHERE sequence = 3
      """
    },
    Attack("hides a change of a profile", .get, "of 'a'") {
      """
      UPDATE event SET subject = NULL WHERE subject = \($0.id("a"))
      AND sequence = (SELECT max(sequence) FROM event WHERE subject = \($0.id("a")))
      """
    },
    Attack("gives a profile a newer change", .get, "edited") {
      """
      UPDATE event SET subject = \($0.id("a")), changes = 1
      WHERE sequence = (SELECT max(sequence) FROM event WHERE subject = \($0.id("c")))
      """
    },
    Attack("removes a tag from the index", .verify, "one of its tags") { _ in
      "DELETE FROM event_tag WHERE sequence = 3"
    },
    Attack("adds a tag to the index", .verify, "no event has") { _ in
      "INSERT INTO event_tag SELECT 42, 3"
    },
    Attack("edits the tags of an event", .log, "event 3") { _ in
      "UPDATE event SET tags = x'' WHERE sequence = 3"
    },
    Attack("plants a checkpoint", .verify, "checkpoint") { _ in
      "INSERT INTO checkpoint SELECT 3, 1, zeroblob(32), zeroblob(64)"
    },
  ]
}
