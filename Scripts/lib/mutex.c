// For sanitize: tells the thread sanitizer of what it does not see of Swift's Mutex.
//
// The way of a lock that nobody else wants is compiled into the caller and seen. The way of one that others
// wait for lies in Swift's library, which is not watched, so what it guards would look unguarded. This
// stands before that library and says when a lock was taken there and when it is given back.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

// Of the sanitizer, which is part of the watched program; nothing elsewhere.
__attribute__((weak)) void __tsan_acquire(void *);
__attribute__((weak)) void __tsan_release(void *);

#define HANDLE "$s15Synchronization12_MutexHandleV"
#define LOCK HANDLE "9_lockSlowyys6UInt32VF"
#define TRY_LOCK HANDLE "12_tryLockSlowSbyF"
#define UNLOCK HANDLE "11_unlockSlowyyF"
#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

METHOD void lock(uint32_t owner, SELF) __asm__(LOCK);
METHOD _Bool tryLock(SELF) __asm__(TRY_LOCK);
METHOD void unlock(SELF) __asm__(UNLOCK);

static METHOD void (*nextLock)(uint32_t, SELF);
static METHOD _Bool (*nextTryLock)(SELF);
static METHOD void (*nextUnlock)(SELF);

// The library's own, also where it was loaded later and stands in no list that is searched.
static void *original(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  void *library = found ? NULL : dlopen("libswiftSynchronization.so", RTLD_LAZY | RTLD_NOLOAD);
  if (library) found = dlsym(library, name);
  return found;
}

__attribute__((constructor)) static void look(void) {
  nextLock = original(LOCK);
  nextTryLock = original(TRY_LOCK);
  nextUnlock = original(UNLOCK);
}

METHOD void lock(uint32_t owner, SELF) {
  if (!nextLock) nextLock = original(LOCK);
  nextLock(owner, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

METHOD _Bool tryLock(SELF) {
  if (!nextTryLock) nextTryLock = original(TRY_LOCK);
  _Bool done = nextTryLock(self);
  if (done && __tsan_acquire) __tsan_acquire(self);
  return done;
}

METHOD void unlock(SELF) {
  if (!nextUnlock) nextUnlock = original(UNLOCK);
  if (__tsan_release) __tsan_release(self);
  nextUnlock(self);
}
