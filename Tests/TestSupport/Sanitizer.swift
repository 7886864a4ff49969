import Glibc

/// Whether one of the compiler's watchmen is in this process.
package enum Sanitizer {
  /// They answer a forbidden access themselves, before the system's signal is seen, and take so much
  /// address space that there is less to run out of.
  package static let isThere =
    unsafe (dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil)
}
