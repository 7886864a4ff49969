-- What we answer for in the workspaces that we push to: connections, environments and templates of
-- environments. What each is, what was accepted, seen and begun is sealed.
CREATE TABLE remote (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  workspace BLOB NOT NULL REFERENCES profile (id),
  profile BLOB REFERENCES profile (id),
  tag BLOB NOT NULL CHECK (length(tag) = 32),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX remote_tag ON remote (tag);
CREATE INDEX remote_workspace ON remote (workspace);
CREATE INDEX remote_profile ON remote (profile) WHERE profile IS NOT NULL;
