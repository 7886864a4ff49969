// For bench: signs in to PostgreSQL again and again with libpq, so many at once, and asks for one row.
//   signins HOST PORT USER DATABASE COUNT JOBS     the password in PGPASSWORD
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {
  "host", "port", "user", "dbname", "sslmode", "gssencmode", NULL,
};
static const char *values[] = {NULL, NULL, NULL, NULL, "disable", "disable", NULL};
static atomic_int left;
static atomic_int failed;

static void *work(void *nothing) {
  (void)nothing;
  while (atomic_fetch_sub(&left, 1) > 0) {
    PGconn *connection = PQconnectdbParams(names, values, 0);
    PGresult *result = PQexec(connection, "SELECT current_user, current_database()");
    if (PQresultStatus(result) != PGRES_TUPLES_OK) atomic_fetch_add(&failed, 1);
    PQclear(result);
    PQfinish(connection);
  }
  return NULL;
}

int main(int count, char **words) {
  if (count != 7) return 2;
  for (int place = 0; place < 4; place++) values[place] = words[1 + place];
  atomic_store(&left, atoi(words[5]));
  int jobs = atoi(words[6]);
  if (jobs < 1 || jobs > 64) return 2;
  pthread_t threads[64];
  for (int job = 0; job < jobs; job++) pthread_create(&threads[job], NULL, work, NULL);
  for (int job = 0; job < jobs; job++) pthread_join(threads[job], NULL);
  if (atomic_load(&failed)) fprintf(stderr, "signins: %d failed\n", atomic_load(&failed));
  return atomic_load(&failed) ? 1 : 0;
}
