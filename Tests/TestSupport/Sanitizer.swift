import Glibc

/// Which of the compiler's watchmen is in this process.
package enum Sanitizer {
  /// The address sanitizer answers a forbidden access itself, before the system's signal is seen, and
  /// takes so much address space that there is less to run out of.
  package static let isOnAddresses = unsafe dlsym(nil, "__asan_init") != nil
}
