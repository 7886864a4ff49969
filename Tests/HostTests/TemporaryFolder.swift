import Foundation
import Host
import Sealing

/// A folder of one test, removed with everything in it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let template = NSTemporaryDirectory() + "coffer-host-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: template, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    path = template
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in this folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file with a mode and says where it is.
  func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: file(name))
    return file(name)
  }

  /// The permission bits of something in this folder.
  func mode(of name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }
}

/// Makes a private file of a text.
func createPrivate(_ path: String, _ text: String) throws {
  let bytes = Array(text.utf8)
  try Files.createPrivate(path, contents: bytes.span)
}

/// Makes a named pipe.
func makeFifo(_ path: String) throws {
  guard unsafe mkfifo(path, 0o600) == 0 else { throw HostError.failed("make a pipe", errno) }
}

/// What a secret says, for tests only.
func text(_ secret: borrowing SecretBytes) -> String {
  var bytes: [UInt8] = []
  for index in secret.bytes.indices { bytes.append(secret.bytes[index]) }
  return String(decoding: bytes, as: UTF8.self)
}
