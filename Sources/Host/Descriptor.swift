import CLinux
import Glibc

/// An open file descriptor, closed when it goes out of use.
package struct Descriptor: ~Copyable, Sendable {
  package let number: Int32

  /// Takes over `number`, which nobody else may close from here on.
  package init(_ number: Int32) {
    self.number = number
  }

  deinit {
    _ = Glibc.close(number)
  }

  /// Gives the number away without closing it.
  package consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// A second descriptor for the same open file, closed on exec.
  package borrowing func duplicate() throws(HostError) -> Descriptor {
    let copy = clinux_duplicate(number, 0)
    guard copy >= 0 else { throw .failed("duplicate a descriptor", errno) }
    return Descriptor(copy)
  }

  /// Whether reading and writing return at once when there is nothing to do.
  package borrowing func setBlocking(_ blocking: Bool) throws(HostError) {
    let flags = clinux_status_flags(number)
    guard flags >= 0 else { throw .failed("read a descriptor's flags", errno) }
    let wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
    guard clinux_set_status_flags(number, wanted) == 0 else {
      throw .failed("set a descriptor's flags", errno)
    }
  }
}
