import CLinux
import Glibc

/// A bell that any thread may ring to wake the one thread that polls.
struct Wake: ~Copyable, Sendable {
  let descriptor: Descriptor

  init() throws(HostError) {
    let number = clinux_event()
    guard number >= 0 else { throw .failed("make an event descriptor", errno) }
    descriptor = Descriptor(number)
  }

  borrowing func ring() {
    // Fails only when the bell rings already.
    _ = eventfd_write(descriptor.number, 1)
  }

  borrowing func silence() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor.number, &count)
  }
}
