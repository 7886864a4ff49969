import CSQLite

extension Connection {
  /// Takes from the file every power that the schema in it could use against its reader.
  func harden(busyTimeout: Duration) throws(StorageError) {
    for (option, isOn) in Self.switches {
      try check(unsafe csqlite_configure(handle, option, isOn ? 1 : 0))
    }
    for (limit, value) in Self.limits { _ = unsafe sqlite3_limit(handle, limit, value) }
    let (seconds, attoseconds) = busyTimeout.components
    let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    try check(unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds)))
    try execute(Self.pragmas)
  }

  /// Reads the header, so that a foreign or cut file is refused before it is written.
  func recognize(mode: Mode, applicationID: Int32?) throws(StorageError) {
    // An emptied file would pass as a fresh database.
    if mode != .create, try integer("PRAGMA page_count") == 0 { throw .notADatabase }
    _ = try integer("SELECT count(*) FROM sqlite_schema")
    guard let applicationID else { return }
    guard try integer("PRAGMA application_id") == Int64(applicationID) else { throw .notADatabase }
  }

  /// Lets readers and one writer work side by side, which not every file system can.
  func useWriteAheadLog() throws(StorageError) {
    let mode = try first("PRAGMA journal_mode = WAL") { row throws(StorageError) in
      try row.text(0)
    }
    guard mode == "wal" else {
      throw .cannotOpen("its file system does not support a write-ahead log")
    }
  }

  private static let switches: [(Int32, Bool)] = [
    (SQLITE_DBCONFIG_DEFENSIVE, true),
    (SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (SQLITE_DBCONFIG_ENABLE_VIEW, false),
    (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, false),
    (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    (SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    (SQLITE_DBCONFIG_DQS_DML, false),
    (SQLITE_DBCONFIG_DQS_DDL, false),
    (SQLITE_DBCONFIG_ENABLE_FKEY, true),
  ]

  private static let limits: [(Int32, Int32)] = [
    (SQLITE_LIMIT_LENGTH, 64 << 20),
    (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (SQLITE_LIMIT_COLUMN, 100),
    (SQLITE_LIMIT_EXPR_DEPTH, 100),
    (SQLITE_LIMIT_COMPOUND_SELECT, 20),
    (SQLITE_LIMIT_VDBE_OP, 25_000),
    (SQLITE_LIMIT_FUNCTION_ARG, 16),
    (SQLITE_LIMIT_ATTACHED, 0),
    (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256),
    (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (SQLITE_LIMIT_WORKER_THREADS, 0),
  ]

  private static let pragmas = """
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    """
}
