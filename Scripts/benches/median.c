// Times whole processes: prints the median and the 9th decile of N runs, in milliseconds.
// median N PROGRAM [ARGUMENT...]; an argument %d is replaced by the number of the run.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  int runs = argc > 2 ? atoi(argv[1]) : 0;
  if (runs < 1) return 2;
  double *times = calloc(runs, sizeof *times);
  char **words = calloc(argc, sizeof *words);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  for (int run = 0; run < runs; run++) {
    for (int i = 2; i < argc; i++) {
      char *mark = strstr(argv[i], "%d");
      free(words[i - 2]);
      if (mark == NULL) words[i - 2] = strdup(argv[i]);
      else if (asprintf(&words[i - 2], "%.*s%d%s", (int)(mark - argv[i]), argv[i], run, mark + 2) < 0)
        return 1;
    }
    pid_t child;
    int status;
    double begun = now();
    if (posix_spawn(&child, argv[2], &actions, NULL, words, environ) != 0) return 1;
    if (waitpid(child, &status, 0) != child) return 1;
    times[run] = now() - begun;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      fprintf(stderr, "median: run %d of %s ended with status %d\n", run, argv[2], WEXITSTATUS(status));
      return 1;
    }
  }
  qsort(times, runs, sizeof *times, ascending);
  printf("%.2f %.2f\n", times[runs / 2], times[runs * 9 / 10]);
  return 0;
}
