-- Events are found by what was done and by how it ended; most are done, so those are left out.
CREATE INDEX event_action ON event (action);
CREATE INDEX event_outcome ON event (outcome) WHERE outcome > 1;
