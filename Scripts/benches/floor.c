// What the work costs at least: a bare C program on a file like the vault, with SQLite and libsodium.
//   floor make FILE N     a file of N sealed rows, named p0, p1 ...
//   floor hold FILE       keeps it open, as an agent does, for as long as its parent lives
//   floor get FILE NAME   opens the file, reads one row, opens its box, appends one row, syncs
//   floor reseal FILE     opens every box and seals it under a new key, in one transaction
//   floor derive          Argon2id with the cost that a new vault has: 256 MiB, 3 passes
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { TAG = 32, NONCE = 24, PLAIN = 256, BOX = NONCE + PLAIN + 16 };
static const unsigned char names[32] = "names", events[PLAIN] = "event";
static unsigned char key[32] = "old", fresh[32] = "new";
static sqlite3 *file;

static void must(int good) {
  if (good) return;
  fprintf(stderr, "floor: %s\n", file ? sqlite3_errmsg(file) : "failed");
  exit(1);
}

static void run(const char *sql) { must(sqlite3_exec(file, sql, NULL, NULL, NULL) == SQLITE_OK); }

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  must(sqlite3_prepare_v2(file, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static void tag_of(const char *name, unsigned char tag[TAG]) {
  crypto_generichash(tag, TAG, (const unsigned char *)name, strlen(name), names, sizeof names);
}

static void seal(unsigned char box[BOX], const unsigned char plain[PLAIN],
                 const unsigned char tag[TAG], const unsigned char by[32]) {
  randombytes_buf(box, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, plain, PLAIN, tag, TAG, NULL, box,
                                             by);
}

static void unseal(unsigned char plain[PLAIN], sqlite3_stmt *row, int column,
                   const unsigned char tag[TAG]) {
  must(sqlite3_column_bytes(row, column) == BOX);
  const unsigned char *box = sqlite3_column_blob(row, column);
  must(crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, box + NONCE, BOX - NONCE, tag,
                                                  TAG, box, key) == 0);
}

// Puts a sealed row into the table, or in the place of the one that has its key.
static void put(sqlite3_stmt *into, const unsigned char *tag, const unsigned char *plain,
                const unsigned char *by) {
  unsigned char box[BOX];
  seal(box, plain, tag, by);
  must(sqlite3_bind_blob(into, 1, box, BOX, SQLITE_STATIC) == SQLITE_OK);
  if (sqlite3_bind_parameter_count(into) > 1)
    must(sqlite3_bind_blob(into, 2, tag, TAG, SQLITE_STATIC) == SQLITE_OK);
  must(sqlite3_step(into) == SQLITE_DONE && sqlite3_reset(into) == SQLITE_OK);
}

static void make(int count) {
  run("PRAGMA journal_mode = WAL; BEGIN;"
      "CREATE TABLE record (tag BLOB PRIMARY KEY, box BLOB NOT NULL) STRICT, WITHOUT ROWID;"
      "CREATE TABLE event (sequence INTEGER PRIMARY KEY, box BLOB NOT NULL) STRICT;");
  sqlite3_stmt *into = prepare("INSERT INTO record (box, tag) VALUES (?, ?)");
  for (int i = 0; i < count; i++) {
    char name[20];
    unsigned char tag[TAG], plain[PLAIN] = "a secret";
    snprintf(name, sizeof name, "p%d", i);
    tag_of(name, tag);
    put(into, tag, plain, key);
  }
  run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
}

static void get(const char *name) {
  unsigned char tag[TAG], plain[PLAIN];
  tag_of(name, tag);
  run("BEGIN IMMEDIATE");
  sqlite3_stmt *row = prepare("SELECT box FROM record WHERE tag = ?");
  must(sqlite3_bind_blob(row, 1, tag, TAG, SQLITE_STATIC) == SQLITE_OK);
  must(sqlite3_step(row) == SQLITE_ROW);
  unseal(plain, row, 0, tag);
  must(sqlite3_reset(row) == SQLITE_OK);
  put(prepare("INSERT INTO event (box) VALUES (?)"), tag, events, key);
  run("COMMIT");
  must(puts((char *)plain) >= 0);
}

static void reseal(void) {
  run("BEGIN IMMEDIATE");
  // The sorter holds all rows before the first is changed.
  sqlite3_stmt *row = prepare("SELECT tag, box FROM record ORDER BY +tag");
  sqlite3_stmt *into = prepare("UPDATE record SET box = ? WHERE tag = ?");
  while (sqlite3_step(row) == SQLITE_ROW) {
    unsigned char tag[TAG], plain[PLAIN];
    memcpy(tag, sqlite3_column_blob(row, 0), TAG);
    unseal(plain, row, 1, tag);
    put(into, tag, plain, fresh);
  }
  must(sqlite3_reset(row) == SQLITE_OK);
  run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
}

static void derive(void) {
  unsigned char salt[crypto_pwhash_SALTBYTES] = "salt";
  must(crypto_pwhash(key, sizeof key, "passphrase", 10, salt, 3, 256 << 20,
                     crypto_pwhash_ALG_ARGON2ID13) == 0);
}

int main(int argc, char **argv) {
  const char *word = argc > 1 ? argv[1] : "";
  must(sodium_init() >= 0);
  if (argc == 2 && !strcmp(word, "derive")) return derive(), 0;
  if (argc < 3) return 2;
  must(sqlite3_open(argv[2], &file) == SQLITE_OK);
  must(sqlite3_busy_timeout(file, 10000) == SQLITE_OK);
  run("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
  if (!strcmp(word, "make") && argc == 4) make(atoi(argv[3]));
  else if (!strcmp(word, "hold")) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    run("SELECT count(*) FROM event");
    pause();
  } else if (!strcmp(word, "get") && argc == 4) get(argv[3]);
  else if (!strcmp(word, "reseal")) reseal();
  else return 2;
  return 0;
}
