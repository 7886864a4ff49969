import Foundation
import Profiles
import Sealing
import Storage
import TestSupport
import Vaults

extension FuzzTarget {
  /// A vault's file after edits, which the bytes describe: never a wrong value, never a crash.
  static let vaults = FuzzTarget(name: "vaults", about: "edits of a vault's file") { input in
    let base = try Base.all[Int(input.byte(0)) % Base.all.count]()
    let place = try Workplace.shared()
    try place.write(base.file)
    try VaultEdits(input.from(1)).apply(to: place.path)
    do {
      let found = try base.open(place.path)
      try promise(found == base.profiles, "the edited file opens with other contents")
    } catch let error as VaultError {
      try promise(
        isShowable(error.message),
        "the message is not fit for a terminal: \(Array(error.message.utf8))")
      if case .storage(.statement) = error { throw Broken("a statement failed: \(error)") }
      if case .storage(.constraint) = error { throw Broken("a rule was broken: \(error)") }
    }
  }
}

/// A whole vault from the vector pack, to be edited.
private struct Base: Sendable {
  let vector: Vector
  let file: [UInt8]
  let profiles: [Vector.Profile]

  static let all: [@Sendable () throws -> Base] = [
    { try plain.get() }, { try rotated.get() }, { try versions.get() },
  ]
  private static let plain = Result { try Base("plain") }
  private static let rotated = Result { try Base("rotated") }
  private static let versions = Result { try Base("versions") }

  private init(_ name: String) throws {
    (vector, file) = try VectorPack.read(name)
    profiles = vector.profiles ?? []
  }

  /// Opens the file, verifies all of it, and reads all of it.
  func open(_ path: String) throws(VaultError) -> [Vector.Profile] {
    try Vector.survey(path, with: vector.credential).profiles
  }
}

/// The one file that is edited again and again, in memory if there is a place for that.
private struct Workplace: Sendable {
  let path: String

  static func shared() throws -> Workplace { try place.get() }
  private static let place = Result { try Workplace() }

  private init() throws {
    let memory = "/dev/shm"
    let parent =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    let folder = "\(parent)/coffer-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    path = folder + "/edited.coffer"
  }

  func write(_ file: [UInt8]) throws {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data(file), attributes: [.posixPermissions: 0o600])
    guard isMade else { throw CocoaError(.fileWriteUnknown) }
  }
}
