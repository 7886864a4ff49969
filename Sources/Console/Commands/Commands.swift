/// All commands, in the order of help.
///
/// A new command is a file beside this one and a line here.
package enum Commands {
  package static let all: [Command] =
    vault + profiles + databases + pushing + rotating + audit + other

  private static let vault: [Command] = [
    .`init`, .unlock, .lock, .session, .backup, .restore, .migrate, .doctor,
    .keyList, .keyAdd, .keyRemove, .keyNew, .keyPassphrase, .keyRotate,
  ]
  private static let profiles: [Command] = [
    .add, .set, .show, .get, .list, .rename, .label, .history, .rollback, .remove, .undelete,
    .purge, .import, .export,
  ]
  private static let databases: [Command] = [.check, .provision, .cloudServices, .cloudKeys]
  private static let pushing: [Command] = [
    .bind, .unbind, .environmentSet, .environmentTemplate, .environmentList, .environmentShow,
    .environmentRemove, .plan, .push, .test, .status, .adopt,
  ]
  private static let audit: [Command] = [
    .auditLog, .auditWhoRead, .auditLastSeen, .auditBlast, .auditVerify, .auditCheckpoint,
    .auditExport,
  ]
  private static let rotating: [Command] = [
    .rotate, .rotationList, .rotationShow, .rotationResume, .rotationAbandon, .policy, .due,
    .compromised,
  ]
  private static let other: [Command] = [.sandbox, .completions, .help, .version]
}
