import CLinux
import Glibc

/// Who is at the other end of a local socket, as the kernel tells it.
package struct Peer: Equatable, Sendable {
  package let uid: UInt32
  package let pid: Int32

  package init(uid: UInt32, pid: Int32) {
    self.uid = uid
    self.pid = pid
  }

  /// The peer of a connected socket, refused if it is another user.
  static func ours(of descriptor: borrowing Descriptor) throws(HostError) -> Peer {
    var uid: uid_t = 0
    var pid: pid_t = 0
    guard unsafe clinux_peer(descriptor.number, &uid, &pid) == 0 else {
      throw .failed("ask who is at the other end", errno)
    }
    guard uid == getuid() else { throw .wrongPeer(uid: uid) }
    return Peer(uid: uid, pid: pid)
  }
}
