#pragma once
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

/* What the conversation between two processes needs beyond shim.h. */

/* The other end has gone, or will send no more. In poll.h it needs _GNU_SOURCE. */
static const short clinux_poll_hung_up = 0x2000;

static inline int clinux_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/* One send or receive that never waits and never raises SIGPIPE. */
static inline ssize_t clinux_send_now(int fd, const void *bytes, size_t count) {
  return send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
}
static inline ssize_t clinux_receive_now(int fd, void *bytes, size_t count) {
  return recv(fd, bytes, count, MSG_DONTWAIT);
}

/* A socket takes the mode that its file will have before it is bound. */
static inline int clinux_set_socket_mode(int fd, mode_t mode) { return fchmod(fd, mode); }

/* Fresh memory that is left out of core files and of forked children, and is not swapped as far
   as RLIMIT_MEMLOCK allows; pages come into being, and are locked, when they are first touched. */
static inline void *clinux_staging_map(size_t size) {
  void *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return NULL;
  madvise(base, size, 16 /* MADV_DONTDUMP */);
  madvise(base, size, 18 /* MADV_WIPEONFORK */);
#ifdef SYS_mlock2
  syscall(SYS_mlock2, base, size, 1 /* MLOCK_ONFAULT */);
#endif
  return base;
}
/* A write that the compiler may not leave out, whatever happens to the memory afterwards. */
static inline void clinux_wipe(void *base, size_t count) {
  __builtin_memset(base, 0, count);
  __asm__ __volatile__("" : : "r"(base) : "memory");
}
static inline void clinux_staging_unmap(void *base, size_t size) { munmap(base, size); }

/* Sends one datagram to whoever listens at a path, as to the system log; 0 or an errno. */
static inline int clinux_send_datagram(const char *path, const void *bytes, size_t count) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return ENAMETOOLONG;
  strcpy(address.sun_path, path);
  int descriptor = socket(AF_UNIX, SOCK_DGRAM | 02000000 /* SOCK_CLOEXEC */, 0);
  if (descriptor < 0) return errno;
  ssize_t sent = sendto(
      descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&address,
      sizeof address);
  int number = sent < 0 ? errno : (size_t)sent == count ? 0 : EMSGSIZE;
  close(descriptor);
  return number;
}
