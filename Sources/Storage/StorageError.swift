/// What can go wrong between us and the database file.
package enum StorageError: Error, Equatable, Sendable {
  /// The file could not be opened, with the reason.
  case cannotOpen(String)
  /// The file is not a database, or not one of ours.
  case notADatabase
  /// Somebody else wrote for longer than we were ready to wait.
  case busy
  /// No room is left on the disk.
  case full
  /// The file or its file system cannot be written.
  case readOnly
  /// Reading or writing failed, with the reason.
  case inputOutput(String)
  /// A rule of the schema forbids the change: names of tables and columns, never values.
  case constraint(String)
  /// The contents of the file contradict themselves.
  case damaged(String)
  /// A statement is wrong: a mistake of ours. SQL with its `?`, never bound values.
  case statement(String)
  /// A statement changed more or fewer rows than it had to.
  case wrongChangeCount(expected: Int, found: Int)
  /// The file knows a migration that we do not.
  case newer(String)
  /// A migration was applied in another wording than ours.
  case altered(String)
  /// The schema is not the one that the applied migrations make.
  case schemaDiffers
}

extension StorageError {
  package var message: String {
    switch self {
    case .cannotOpen(let reason): "the database file cannot be opened: \(reason)"
    case .notADatabase: "the file is not a database of this program"
    case .busy: "the database is in use by somebody else"
    case .full: "no room is left for the database file"
    case .readOnly: "the database file cannot be written"
    case .inputOutput(let reason): "reading or writing the database file failed: \(reason)"
    case .constraint(let rule): "the change breaks a rule of the database: \(rule)"
    case .damaged(let finding): "the database file is damaged: \(finding)"
    case .statement(let text): "a database statement is wrong: \(text)"
    case .wrongChangeCount(let expected, let found):
      "a change had to touch \(expected) rows and touched \(found)"
    case .newer(let identifier):
      "the database file was written by a newer program (it has '\(identifier)')"
    case .altered(let identifier):
      "the step '\(identifier)' of the database's history is not the known one"
    case .schemaDiffers: "the tables in the database file are not the expected ones"
    }
  }

  package var remedy: String {
    switch self {
    case .cannotOpen: "check the path and the permissions of the file and its folder"
    case .notADatabase: "check the path"
    case .busy: "wait for the other program to finish, then try again"
    case .full: "free some disk space, then try again"
    case .readOnly: "check the permissions of the file and how its disk is mounted"
    case .inputOutput: "check the disk, then try again"
    case .constraint, .statement: "please report this as a mistake of the program"
    case .damaged, .altered, .schemaDiffers: "restore the latest backup"
    case .wrongChangeCount: "try again; if it stays, restore the latest backup"
    case .newer: "install the newer program"
    }
  }
}
