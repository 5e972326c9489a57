// Tells the thread sanitizer what a contended `Synchronization.Mutex` orders.
//
// The fast path of Swift's Mutex is an atomic exchange, compiled into its users and so seen by the
// sanitizer. Who has to wait locks and unlocks in libswiftSynchronization, by a futex, and that library
// is not instrumented: what one thread did before it unlocked then looks unordered to the next one.
// Linked into an executable, these two stand before the library's, call them, and say the order.
//
// Symbols: `Synchronization._MutexHandle._lockSlow(UInt32)` and `._unlockSlow()`, whose self is the
// address of the futex word (the same that the fast path exchanges, so both order one another).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFTCALL __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

typedef SWIFTCALL void Lock(uint32_t thread, SELF mutex);
typedef SWIFTCALL void Unlock(SELF mutex);

extern void __tsan_acquire(void *address);
extern void __tsan_release(void *address);

SWIFTCALL void lock_slow(uint32_t thread, SELF mutex) __asm__(LOCK);
SWIFTCALL void unlock_slow(SELF mutex) __asm__(UNLOCK);

static Lock *library_lock;
static Unlock *library_unlock;

static void *find(const char *symbol) {
  void *found = dlsym(RTLD_NEXT, symbol);
  if (found) return found;
  fprintf(stderr, "Swift's Mutex has no %s: adapt Tests/Sanitizers/mutex.c to this toolchain\n", symbol);
  exit(70);
}

__attribute__((constructor)) static void find_library(void) {
  library_lock = (Lock *)find(LOCK);
  library_unlock = (Unlock *)find(UNLOCK);
}

SWIFTCALL void lock_slow(uint32_t thread, SELF mutex) {
  library_lock(thread, mutex);
  __tsan_acquire(mutex);
}

SWIFTCALL void unlock_slow(SELF mutex) {
  __tsan_release(mutex);
  library_unlock(mutex);
}
