#pragma once

/* So that what both see belongs to Glibc, whichever of the two a file loads first. */
#pragma clang module import SwiftGlibc

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* What Swift cannot call or spell: variadic functions, macros, casts between addresses.
   Without _GNU_SOURCE, as Swift's own view of these headers is without it: what needs it is
   declared here. */
int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/* Processes. Swift does not import fork. */

static inline pid_t clinux_fork(void) { return fork(); }

static inline int clinux_set_dumpable(int on) { return prctl(PR_SET_DUMPABLE, on, 0, 0, 0); }
static inline int clinux_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
static inline int clinux_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
static inline int clinux_no_parent_death_signal(void) {
  return prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
}
static inline int clinux_no_core_files(void) {
  struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none);
}
static inline void clinux_default_signal(int number) { signal(number, SIG_DFL); }
static inline void clinux_ignore_signal(int number) { signal(number, SIG_IGN); }

/* The system call, as older C libraries have no close_range. */
static inline int clinux_close_range(unsigned int first, unsigned int last) {
#ifdef SYS_close_range
  return (int)syscall(SYS_close_range, first, last, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

static inline int clinux_spawn_closes_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/* Files. open, fcntl and ioctl are variadic. */

static inline int clinux_open(const char *path, int flags, mode_t mode) {
  return open(path, flags | O_CLOEXEC, mode);
}
/* Both are only declared for _GNU_SOURCE. */
extern int renameat2(int, const char *, int, const char *, unsigned int);
static inline int clinux_rename_exclusively(const char *path, const char *name) {
  const unsigned int no_replace = 1;
  return renameat2(AT_FDCWD, path, AT_FDCWD, name, no_replace);
}
static inline int clinux_duplicate(int fd, int at_least) {
  return fcntl(fd, F_DUPFD_CLOEXEC, at_least);
}
static inline int clinux_status_flags(int fd) { return fcntl(fd, F_GETFL); }
static inline int clinux_set_status_flags(int fd, int flags) { return fcntl(fd, F_SETFL, flags); }
static inline int clinux_descriptor_flags(int fd) { return fcntl(fd, F_GETFD); }
static inline int clinux_set_descriptor_flags(int fd, int flags) {
  return fcntl(fd, F_SETFD, flags);
}
static inline int clinux_lock(int fd, int operation) { return flock(fd, operation); }

/* The magic number of the file system that holds `path`; -1 when it cannot be told. */
static inline long clinux_file_system(const char *path) {
  struct statfs found;
  return statfs(path, &found) == 0 ? (long)((unsigned long)found.f_type & 0xffffffffUL) : -1;
}

/* What a user without privileges may still write where `path` is; -1 when it cannot be told. */
static inline long long clinux_free_bytes(const char *path) {
  struct statvfs found;
  if (statvfs(path, &found) != 0) return -1;
  return (long long)(found.f_bavail * found.f_frsize);
}

/* The name of a folder's next entry, good until the one after; no member that Swift could reach. */
static inline const char *clinux_next_name(DIR *folder) {
  struct dirent *entry = readdir(folder);
  return entry == NULL ? NULL : entry->d_name;
}

/* Limits of this process; -1 for none. */
static inline long long clinux_limit(int resource) {
  struct rlimit found;
  if (getrlimit(resource, &found) != 0) return 0;
  return found.rlim_cur == RLIM_INFINITY ? -1 : (long long)found.rlim_cur;
}
static inline long long clinux_locked_memory_limit(void) { return clinux_limit(RLIMIT_MEMLOCK); }
static inline long long clinux_core_limit(void) { return clinux_limit(RLIMIT_CORE); }

/* Sockets of the unix domain. */

static inline int clinux_socket(void) {
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}
static inline int clinux_socketpair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}
static inline size_t clinux_longest_socket_path(void) {
  return sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
}
static inline int clinux_address(struct sockaddr_un *address, const char *path, socklen_t *size) {
  size_t length = strlen(path);
  if (length == 0 || length > clinux_longest_socket_path()) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, path, length + 1);
  *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
  return 0;
}
static inline int clinux_bind(int fd, const char *path) {
  struct sockaddr_un address;
  socklen_t size;
  if (clinux_address(&address, path, &size) != 0) return -1;
  return bind(fd, (struct sockaddr *)&address, size);
}
static inline int clinux_connect(int fd, const char *path) {
  struct sockaddr_un address;
  socklen_t size;
  if (clinux_address(&address, path, &size) != 0) return -1;
  return connect(fd, (struct sockaddr *)&address, size);
}
static inline int clinux_accept(int fd) {
  return accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}
static inline int clinux_peer(int fd, uid_t *uid, pid_t *pid) {
  struct {
    pid_t pid;
    uid_t uid;
    gid_t gid;
  } found;
  socklen_t size = sizeof found;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &found, &size) != 0) return -1;
  *uid = found.uid;
  *pid = found.pid;
  return 0;
}
/* A send that never raises SIGPIPE. */
static inline ssize_t clinux_send(int fd, const void *bytes, size_t count) {
  return send(fd, bytes, count, MSG_NOSIGNAL);
}

/* Terminals. */

static inline int clinux_terminal_width(int fd) {
  struct winsize size;
  return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : -1;
}

/* No echo and no line buffer (which would cut a pasted secret at 4,095 bytes); the keys that send
   signals still do. */
static inline int clinux_quiet_terminal(int fd, const struct termios *before) {
  struct termios quiet = *before;
  quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON);
  quiet.c_iflag |= ICRNL;
  quiet.c_cc[VMIN] = 1;
  quiet.c_cc[VTIME] = 0;
  return tcsetattr(fd, TCSANOW, &quiet);
}

/* Signals that would leave a terminal without echo. While they are caught, each is written as one
   byte to `sink` (all that the handler does: write is async-signal-safe), and whoever reads the
   terminal restores it and raises the signal again. */

enum { CLINUX_CAUGHT = 5 };

struct clinux_caught {
  struct sigaction before[CLINUX_CAUGHT];
  int is_caught[CLINUX_CAUGHT];
};

static volatile int clinux_signal_sink = -1;

static inline int clinux_caught_signal(int index) {
  const int numbers[CLINUX_CAUGHT] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
  return numbers[index];
}
static void clinux_note_signal(int number) {
  int kept = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(clinux_signal_sink, &byte, 1);
  (void)ignored;
  errno = kept;
}
/* A signal that is ignored (nohup) stays ignored. */
static inline void clinux_catch_signals(struct clinux_caught *caught, int sink) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = clinux_note_signal;
  sigemptyset(&action.sa_mask);
  clinux_signal_sink = sink;
  for (int i = 0; i < CLINUX_CAUGHT; i++) {
    int number = clinux_caught_signal(i);
    caught->is_caught[i] = sigaction(number, NULL, &caught->before[i]) == 0 &&
        caught->before[i].sa_handler != SIG_IGN &&
        sigaction(number, &action, NULL) == 0;
  }
}
static inline void clinux_release_signals(const struct clinux_caught *caught) {
  for (int i = 0; i < CLINUX_CAUGHT; i++)
    if (caught->is_caught[i]) sigaction(clinux_caught_signal(i), &caught->before[i], NULL);
}

/* Raises a signal in this very thread, where it takes effect before this returns: sent to the
   process, another thread may take it while this one runs on. Threads of a pool block signals. */
static inline void clinux_raise(int number) {
  sigset_t wanted, before;
  sigemptyset(&wanted);
  sigaddset(&wanted, number);
  pthread_sigmask(SIG_UNBLOCK, &wanted, &before);
  raise(number);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* The wait status macros. */

static inline int clinux_exited(int status) { return WIFEXITED(status); }
static inline int clinux_exit_status(int status) { return WEXITSTATUS(status); }
