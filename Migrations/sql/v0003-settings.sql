-- What the owner of the vault has settled, such as where backups go: at most one row.
CREATE TABLE settings (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sealed BLOB NOT NULL
) STRICT;
