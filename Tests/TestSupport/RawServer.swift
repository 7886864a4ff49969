import Foundation
import Synchronization

/// Somebody who listens on loopback and says whatever a test wants, to whoever comes.
package final class RawServer: Sendable {
  package let port: UInt16
  private let socket: Int32
  private let heard = Mutex<[UInt8]>([])

  /// What arrived from all who came.
  package var received: [UInt8] { heard.withLock { $0 } }

  /// Each who comes is served by `body` on a thread of its own, and cut off when it returns.
  package init(_ body: @escaping @Sendable (RawPeer) -> Void) throws {
    let made = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe bind(made, general, size) == 0 && listen(made, 16) == 0
          && getsockname(made, general, &size) == 0
      }
    }
    guard isBound else { throw ServedFolder.NotStarted(description: "cannot listen") }
    socket = made
    port = UInt16(bigEndian: address.sin_port)
    let serve: @Sendable () -> Void = { [weak self] in
      while true {
        let peer = accept(made, nil, nil)
        guard peer >= 0, let self else { break }
        Thread.detachNewThread {
          body(RawPeer(socket: peer) { bytes in self.heard.withLock { $0 += bytes } })
          _ = close(peer)
        }
      }
    }
    Thread.detachNewThread(serve)
  }

  deinit {
    _ = shutdown(socket, Int32(SHUT_RDWR))
    _ = close(socket)
  }
}

/// Who came to a `RawServer`.
package struct RawPeer: Sendable {
  fileprivate let socket: Int32
  fileprivate let hear: @Sendable ([UInt8]) -> Void

  /// Says something; false once nobody listens any more.
  @discardableResult
  package func say(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map { base in
          unsafe send(socket, base + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        } ?? 0
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// What comes next; nothing at the end.
  @discardableResult
  package func hearNext() -> [UInt8] {
    var room = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(socket, &room, room.count, 0)
    let bytes = Array(room.prefix(max(count, 0)))
    hear(bytes)
    return bytes
  }

  /// Listens until the other end is gone.
  package func hearAll() { while !hearNext().isEmpty {} }
}
