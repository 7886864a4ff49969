#pragma once
#include <sqlite3.h>

/* sqlite3_db_config is variadic, which Swift does not import. */
static inline int csqlite_configure(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

/* Variadic too. Counting what it uses would cost every allocation a lock; nobody asks for the count. */
static inline int csqlite_without_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* SQLITE_TRANSIENT is a cast, which Swift does not import; and a null pointer would bind NULL. */
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int position, const void *bytes,
                                    sqlite3_uint64 count) {
  if (count == 0) return sqlite3_bind_zeroblob(statement, position, 0);
  return sqlite3_bind_blob64(statement, position, bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_text(sqlite3_stmt *statement, int position, const char *text,
                                    sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, position, count == 0 ? "" : text, count, SQLITE_TRANSIENT,
                             SQLITE_UTF8);
}
