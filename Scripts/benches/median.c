// Times whole processes side by side: they take turns, so that what else the machine does meets all.
//   median ROUNDS -- [NAME=VALUE...] [<FILE] PROGRAM [ARGUMENT...] [-- PROGRAM ...]...
// Prints a line for each: its median and 9th decile in milliseconds, then how many times longer it
// takes than the first, the second ... of them, then how many milliseconds longer: medians of what
// was seen within a round. An argument %d is replaced by the number of the round. Every other round
// goes in the opposite order.
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

struct command {
  char **words;              // the program and its arguments
  char **environment;        // ours, with what was named before the program
  const char *input;         // what it reads from standard input
  double *times;
};

static void fail(const char *what, const char *program) {
  fprintf(stderr, "median: %s: %s\n", program, what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double quantile(const double *values, int count, double part) {
  double sorted[count];
  memcpy(sorted, values, sizeof sorted);
  qsort(sorted, count, sizeof *sorted, ascending);
  return sorted[(int)(count * part)];
}

// Takes the settings off the front of a command's words.
static struct command read_command(char **words, int rounds) {
  int count = 0, added = 0;
  while (environ[count]) count++;
  struct command command = {.input = "/dev/null"};
  for (char **word = words; *word; word++) added++;
  command.environment = calloc(count + added + 1, sizeof(char *));
  added = 0;
  for (;; words++) {
    if (*words && **words == '<') command.input = *words + 1;
    else if (*words && strchr(*words, '=')) command.environment[added++] = *words;
    else break;
  }
  if (!*words) fail("a program is missing", "--");
  for (int i = 0; i < count; i++) {
    int isNew = 1;
    for (int j = 0; j < added; j++) {
      size_t name = strcspn(environ[i], "=") + 1;
      if (!strncmp(environ[i], command.environment[j], name)) isNew = 0;
    }
    if (isNew) command.environment[added++] = environ[i];
  }
  command.words = words;
  command.times = calloc(rounds, sizeof(double));
  return command;
}

static void measure(struct command *command, int round) {
  char *words[256] = {NULL};
  for (int i = 0; command->words[i] && i < 255; i++) {
    char *mark = strstr(words[i] = command->words[i], "%d");
    if (mark && asprintf(&words[i], "%.*s%d%s", (int)(mark - words[i]), words[i], round, mark + 2) < 0)
      fail("no memory", words[0]);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, command->input, O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child;
  int status;
  double begun = now();
  if (posix_spawnp(&child, words[0], &actions, NULL, words, command->environment) != 0)
    fail("cannot be started", words[0]);
  if (waitpid(child, &status, 0) != child) fail("got lost", words[0]);
  command->times[round] = now() - begun;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("did not succeed", words[0]);
  posix_spawn_file_actions_destroy(&actions);
}

int main(int argc, char **argv) {
  int rounds = argc > 3 ? atoi(argv[1]) : 0, count = 0;
  if (rounds < 1) return 2;
  struct command *commands = calloc(argc, sizeof *commands);
  for (int i = 2; i < argc;) {
    if (strcmp(argv[i], "--")) return 2;
    int end = i + 1;
    while (end < argc && strcmp(argv[end], "--")) end++;
    char **words = calloc(end - i, sizeof *words);
    memcpy(words, argv + i + 1, (end - i - 1) * sizeof *words);
    commands[count++] = read_command(words, rounds);
    i = end;
  }
  for (int round = 0; round < rounds; round++)
    for (int turn = 0; turn < count; turn++)
      measure(&commands[round % 2 ? count - 1 - turn : turn], round);
  double *values = calloc(rounds, sizeof *values);
  for (int i = 0; i < count; i++) {
    double *mine = commands[i].times;
    printf("%.2f %.2f", quantile(mine, rounds, 0.5), quantile(mine, rounds, 0.9));
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < rounds; k++) values[k] = mine[k] / commands[j].times[k];
      printf(" %.3f", quantile(values, rounds, 0.5));
    }
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < rounds; k++) values[k] = mine[k] - commands[j].times[k];
      printf(" %.2f", quantile(values, rounds, 0.5));
    }
    putchar('\n');
  }
  return 0;
}
