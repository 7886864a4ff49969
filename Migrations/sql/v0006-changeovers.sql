-- Credentials that are being replaced: how far each is, and what is known on the way, sealed.
CREATE TABLE changeover (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
