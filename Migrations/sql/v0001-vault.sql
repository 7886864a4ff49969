-- The sealed file. What each column holds, byte for byte, is written in the Manual: FileFormat.
PRAGMA application_id = 0x436F6672;

-- The vault itself: one row.
CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  format INTEGER NOT NULL,
  minimum_reader INTEGER NOT NULL,
  identity BLOB NOT NULL CHECK (length(identity) = 32),
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  slots BLOB NOT NULL CHECK (length(slots) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  keyring BLOB NOT NULL
) STRICT;

-- Where the vault stands; rewritten with every unlocked write.
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sealed BLOB NOT NULL
) STRICT;

-- The ways to the vault key.
CREATE TABLE slot (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  salt BLOB,
  memory INTEGER,
  passes INTEGER,
  wrapped BLOB,
  vault_key BLOB NOT NULL,
  label BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profile (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  tag BLOB NOT NULL CHECK (length(tag) = 32),
  via BLOB REFERENCES profile (id),
  removed_at INTEGER,
  head BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX profile_live ON profile (tag) WHERE removed_at IS NULL;
CREATE INDEX profile_removed ON profile (tag) WHERE removed_at IS NOT NULL;
CREATE INDEX profile_via ON profile (via) WHERE via IS NOT NULL;

CREATE TABLE version (
  profile BLOB NOT NULL REFERENCES profile (id),
  number INTEGER NOT NULL CHECK (number > 0),
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5),
  made_at INTEGER NOT NULL,
  record BLOB,
  PRIMARY KEY (profile, number),
  CHECK ((state = 5) = (record IS NULL))
) STRICT, WITHOUT ROWID;

-- At most one pending, one current and one previous version.
CREATE UNIQUE INDEX version_state ON version (profile, state) WHERE state <= 3;

-- What happened, each event chained to the one before it.
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  time INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 3),
  changes INTEGER NOT NULL CHECK (changes BETWEEN 0 AND 1),
  subject BLOB CHECK (length(subject) = 16),
  tags BLOB NOT NULL,
  commitment BLOB CHECK (length(commitment) = 32),
  details BLOB NOT NULL,
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  mac BLOB CHECK (length(mac) = 32)
) STRICT;

CREATE INDEX event_subject ON event (subject, sequence) WHERE subject IS NOT NULL;
CREATE INDEX event_change ON event (subject, sequence) WHERE changes = 1;

-- The tags of the events again, the other way round, to find events by them.
CREATE TABLE event_tag (
  tag INTEGER NOT NULL,
  sequence INTEGER NOT NULL REFERENCES event (sequence),
  PRIMARY KEY (tag, sequence)
) STRICT, WITHOUT ROWID;
