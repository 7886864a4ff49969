import Foundation
import Glibc
import Host
import Sealing

/// A frame with these texts as its secrets.
func frame(_ header: String, _ secrets: [String] = []) -> Frame {
  Frame(
    header: Array(header.utf8),
    attachments: secrets.map { Secret(SecretBytes(copying: Array($0.utf8).span)) })
}

/// A frame whose one attachment has this many bytes.
func frame(_ header: String, attachmentOf count: Int) -> Frame {
  let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
  return Frame(header: Array(header.utf8), attachments: [Secret(SecretBytes(copying: bytes.span))])
}

extension Frame {
  var text: String { String(decoding: header, as: UTF8.self) }
  var secrets: [[UInt8]] { attachments.map { $0.copied } }
  var secretTexts: [String] { secrets.map { String(decoding: $0, as: UTF8.self) } }
}

extension Secret {
  var copied: [UInt8] { Self.copy(of: bytes) }

  private static func copy(of secret: borrowing SecretBytes) -> [UInt8] {
    let bytes = secret.bytes
    return bytes.indices.map { bytes[$0] }
  }
}

/// Numbers as they stand at the beginning of a frame.
func wire(_ numbers: UInt32...) -> [UInt8] {
  numbers.flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
}

/// A whole frame as it goes over the wire, written down independently of the code under test.
func wire(_ frame: Frame) -> [UInt8] {
  wire(UInt32(frame.header.count), UInt32(frame.attachments.count))
    + frame.attachments.flatMap { wire(UInt32($0.count)) }
    + frame.header + frame.secrets.flatMap { $0 }
}

/// Work that waits, on a thread of its own: it must not hold up the few that tests share.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}

/// Two ends of a conversation as plain numbers, for whoever takes them over.
func ends() throws -> (near: Int32, far: Int32) {
  try LocalSocket.pair().split { near, far in (near.release(), far.release()) }
}

/// Sends bytes as they are, as a broken or hostile client would.
func sendRaw(_ bytes: [UInt8], to number: Int32) {
  var sent = 0
  while sent < bytes.count {
    let count = unsafe bytes[sent...].withUnsafeBytes { left in
      unsafe send(number, left.baseAddress, left.count, Int32(MSG_NOSIGNAL))
    }
    if count <= 0 { return }
    sent += count
  }
}

/// A short-lived folder with a path short enough for a socket.
struct ShortFolder: ~Copyable {
  let path: String

  init() throws {
    let place = NSTemporaryDirectory()
    path = (place.utf8.count <= 32 ? place : "/tmp/") + "host-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
