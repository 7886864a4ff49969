/// Who may ask for what, and what is written down about it: one line a message.
package struct MessageRule: Sendable {
  /// What a conversation must be to be listened to; each includes those before it.
  package enum Scope: Int, CaseIterable, Comparable, Sendable {
    /// No key is needed.
    case anyone
    /// A conversation in which a key was shown, for using what is there.
    case use
    /// A conversation in which a key was shown, for everything.
    case full
    /// Only over a socket pair to a child that we spawned: keys and paths travel here.
    case spawned

    package static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
  }

  package let kind: MessageKind
  package let scope: Scope
  package let why: String
  /// The actions written to the audit log, or why there are none.
  package let events: String

  /// What a session must be opened as before it may ask this.
  package static func of(_ kind: MessageKind) -> MessageRule {
    let (scope, why, events) = line(kind)
    return MessageRule(kind: kind, scope: scope, why: why, events: events)
  }

  private static func line(_ kind: MessageKind) -> (Scope, String, String) {
    switch kind {
    case .facts:
      (.spawned, "opens whichever file it names", "none: nothing sealed is read")
    case .create:
      (.spawned, "brings the first keys", "vault.created")
    case .open:
      (.spawned, "brings a key", "vault.unlocked or unlock.refused")
    case .migrate:
      (.spawned, "changes the file as a whole, without a key", "file.migrated")
    case .startSession:
      (.spawned, "turns the conversation that showed a key into a session", "session.opened")
    case .sessionStatus:
      (
        .anyone, "tells the session's own times and scope, and of the last backup",
        "none: no secret is read"
      )
    case .endSession:
      (.anyone, "only ever takes rights away", "session.ended")
    case .add:
      (.full, "brings a new secret and a new destination", "profile.added")
    case .change:
      (.full, "could send a stored secret to a new place", "profile.changed")
    case .list:
      (.use, "names and labels, no values", "none: no secret is read")
    case .show:
      (.use, "clear fields, secrets masked", "none: no secret is read")
    case .reveal:
      (.full, "gives a secret away", "secret.read")
    case .rename:
      (.full, "changes what other commands refer to", "profile.renamed")
    case .label:
      (.full, "labels decide where a profile may be pushed", "profile.labelled")
    case .history:
      (.use, "numbers, states and times, no values", "none: no secret is read")
    case .compare:
      (.use, "clear fields, and whether secrets differ", "none: no secret is shown")
    case .rollback:
      (.full, "makes an older secret and destination current", "profile.rolled-back")
    case .remove:
      (.full, "takes a profile out of use", "profile.removed")
    case .undelete:
      (.full, "brings a secret back into use", "profile.undeleted")
    case .purge:
      (.full, "destroys secrets", "profile.purged or history.destroyed")
    case .listSlots:
      (.use, "names and kinds of keys", "none: no secret is read")
    case .addSlot:
      (.spawned, "brings a key that opens everything", "key.added")
    case .removeSlot:
      (.full, "takes a key away and renews the vault key", "key.removed")
    case .changePassphrase:
      (.spawned, "brings a key", "key.changed")
    case .rotateKey:
      (.full, "renews the vault key and ends the other sessions", "key.rotated")
    case .renewAfterCompromise:
      (.spawned, "brings a new recovery code and takes all other keys away", "key.rotated")
    case .auditLog:
      (.use, "what happened, never values", "audit.read")
    case .auditMore:
      (.use, "a further page of what was asked", "none: audit.read was written for all its pages")
    case .lastSeen:
      (.use, "names and times, never values", "audit.read")
    case .auditVerify:
      (.use, "tells whether the log is whole", "audit.verified")
    case .auditCheckpoint:
      (.use, "signs where the log stands", "audit.checkpointed")
    case .keepCheckpoint:
      (
        .use, "signs where the log stands, if enough has happened",
        "audit.checkpointed; none if not"
      )
    case .beginAuditExport:
      (.use, "what happened, never values", "audit.read")
    case .readAuditExport:
      (.use, "a piece of an export", "none: audit.read was written when it began")
    case .endAuditExport:
      (.use, "tells where an export lies", "audit.exported")
    case .backups:
      (.use, "where backups go and when the last one was made", "none: no secret is read")
    case .changeSettings:
      (.full, "changes where copies go, and what is saved untried", "settings.changed")
    case .beginBackup:
      (.use, "a copy is sealed as the file is", "none: backup.made at its end")
    case .readBackup:
      (.use, "a piece of a sealed copy", "none: backup.made at its end")
    case .endBackup:
      (.use, "tells where the copy lies", "backup.made")
    case .notePruned:
      (.use, "tells which copies were removed", "backup.pruned")
    case .stageCopy:
      (.anyone, "takes a copy that the asker has", "none: nothing sealed is read")
    case .stagePiece:
      (.anyone, "takes a copy that the asker has", "none: nothing sealed is read")
    case .openCopy:
      (.spawned, "brings a key", "unlock.refused, in the copy alone")
    case .checkCopy:
      (.anyone, "tells whether a copy is whole, no names and no values", "backup.checked")
    case .restore:
      (.spawned, "changes the file as a whole", "vault.restored")
    case .examine:
      (.anyone, "tells what the file's holder sees anyway", "none: nothing sealed is read")
    case .beginImport:
      (.full, "begins to bring secrets and destinations", "none: nothing is written yet")
    case .importPiece:
      (.full, "brings secrets and destinations", "none: nothing is written yet")
    case .finishImport:
      (
        .full, "writes new secrets and destinations, and tells which are there already",
        "profile.added, profile.changed and vault.imported; none on trial"
      )
    case .beginExport:
      (.full, "gives secrets away, many at once", "secret.read of each, and vault.exported")
    case .exportPiece:
      (.full, "gives away what an export has read", "none: written when it was read")
    case .bind:
      (.full, "gives a stored secret a new destination", "binding.made or binding.changed")
    case .unbind:
      (.full, "what is over there may be deleted", "binding.leaving or binding.removed")
    case .setEnvironment:
      (.full, "says which connection a dashboard reads", "environment.set")
    case .removeEnvironments:
      (.full, "what is over there may be deleted", "environment.leaving or environment.removed")
    case .environments:
      (.use, "names, no values", "none: no secret is read")
    case .status:
      (.use, "names and states, no values", "none: no secret is read")
    case .plan:
      (.use, "asks workspaces that are bound already", "push.planned")
    case .beginPush:
      (
        .use, "sends to destinations that are bound already",
        "push.begun, then push.accepted, push.tested, push.refused or push.unclear of each"
      )
    case .awaitPush:
      (.use, "tells how a push goes", "none: the push writes its own")
    case .stopPush:
      (.use, "only ever ends something", "none: the push writes its own")
    case .adopt:
      (.full, "takes over objects that others made", "binding.adopted and profile.added")
    case .beginChecks:
      (.use, "signs in to places that profiles name already", "profile.checked of each")
    case .awaitChecks:
      (.use, "tells how checks go", "none: the checks write their own")
    case .stopChecks:
      (.use, "only ever ends something", "none: the checks write their own")
    case .tryFields:
      (.full, "could send a stored secret to a new place", "profile.tried")
    case .provision:
      (
        .full, "makes a login at a database, as another profile",
        "login.begun, login.made or login.refused, and profile.checked; none on trial"
      )
    case .cloudServices:
      (.use, "asks ClickHouse Cloud at the place that its key names already", "cloud.asked")
    case .cloudKeys:
      (.use, "asks ClickHouse Cloud at the place that its key names already", "cloud.asked")
    case .identifyCloudKey:
      (.full, "brings a new secret and a new destination", "cloud.asked")
    case .beginRotation:
      (
        .use, "replaces secrets where they are in use already; a secret that is brought needs more",
        "rotation.begun, then a rotation. event of each step; none on trial"
      )
    case .awaitRotation:
      (.use, "tells how a rotation goes", "none: the rotation writes its own")
    case .stopRotation:
      (.use, "only ever ends something", "none: the rotation writes its own")
    case .rotations:
      (.use, "names, steps and causes, no values", "none: no secret is read")
    case .abandonRotation:
      (.full, "leaves a secret alive that was to be replaced", "rotation.abandoned")
    case .setPolicy:
      (.full, "changes when secrets are replaced", "policy.set")
    case .due:
      (.use, "names and times, no values", "none: no secret is read")
    }
  }
}

/// A message without its contents.
///
/// A case more here than in the table does not compile.
package enum MessageKind: String, CaseIterable, CodingKey, Sendable {
  case facts, create, open, migrate, startSession, sessionStatus, endSession
  case add, change, list, show, reveal, rename, label, history, compare, rollback, remove
  case undelete, purge
  case listSlots, addSlot, removeSlot, changePassphrase, rotateKey
  case renewAfterCompromise
  case auditLog, auditMore, lastSeen, auditVerify
  case auditCheckpoint, keepCheckpoint, beginAuditExport, readAuditExport, endAuditExport
  case backups, changeSettings, beginBackup, readBackup, endBackup, notePruned
  case stageCopy, stagePiece, openCopy, checkCopy, restore, examine
  case beginImport, importPiece, finishImport, beginExport, exportPiece
  case bind, unbind, setEnvironment, removeEnvironments, environments, status
  case plan, beginPush, awaitPush, stopPush, adopt
  case beginChecks, awaitChecks, stopChecks, tryFields, provision
  case cloudServices, cloudKeys, identifyCloudKey
  case beginRotation, awaitRotation, stopRotation, rotations, abandonRotation, setPolicy, due
}

extension Message {
  package var kind: MessageKind {
    switch self {
    case .facts: .facts
    case .create: .create
    case .open: .open
    case .migrate: .migrate
    case .startSession: .startSession
    case .sessionStatus: .sessionStatus
    case .endSession: .endSession
    case .add: .add
    case .change: .change
    case .list: .list
    case .show: .show
    case .reveal: .reveal
    case .rename: .rename
    case .label: .label
    case .history: .history
    case .compare: .compare
    case .rollback: .rollback
    case .remove: .remove
    case .undelete: .undelete
    case .purge: .purge
    case .listSlots: .listSlots
    case .addSlot: .addSlot
    case .removeSlot: .removeSlot
    case .changePassphrase: .changePassphrase
    case .rotateKey: .rotateKey
    case .renewAfterCompromise: .renewAfterCompromise
    case .auditLog: .auditLog
    case .auditMore: .auditMore
    case .lastSeen: .lastSeen
    case .auditVerify: .auditVerify
    case .auditCheckpoint: .auditCheckpoint
    case .keepCheckpoint: .keepCheckpoint
    case .beginAuditExport: .beginAuditExport
    case .readAuditExport: .readAuditExport
    case .endAuditExport: .endAuditExport
    case .backups: .backups
    case .changeSettings: .changeSettings
    case .beginBackup: .beginBackup
    case .readBackup: .readBackup
    case .endBackup: .endBackup
    case .notePruned: .notePruned
    case .stageCopy: .stageCopy
    case .stagePiece: .stagePiece
    case .openCopy: .openCopy
    case .checkCopy: .checkCopy
    case .restore: .restore
    case .examine: .examine
    case .beginImport: .beginImport
    case .importPiece: .importPiece
    case .finishImport: .finishImport
    case .beginExport: .beginExport
    case .exportPiece: .exportPiece
    case .bind: .bind
    case .unbind: .unbind
    case .setEnvironment: .setEnvironment
    case .removeEnvironments: .removeEnvironments
    case .environments: .environments
    case .status: .status
    case .plan: .plan
    case .beginPush: .beginPush
    case .awaitPush: .awaitPush
    case .stopPush: .stopPush
    case .adopt: .adopt
    case .beginChecks: .beginChecks
    case .awaitChecks: .awaitChecks
    case .stopChecks: .stopChecks
    case .tryFields: .tryFields
    case .provision: .provision
    case .cloudServices: .cloudServices
    case .cloudKeys: .cloudKeys
    case .identifyCloudKey: .identifyCloudKey
    case .beginRotation: .beginRotation
    case .awaitRotation: .awaitRotation
    case .stopRotation: .stopRotation
    case .rotations: .rotations
    case .abandonRotation: .abandonRotation
    case .setPolicy: .setPolicy
    case .due: .due
    }
  }
}
