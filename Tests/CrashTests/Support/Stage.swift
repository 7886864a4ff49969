import Auditing
import Foundation
import Host
import Messages
import Migrations
import Profiles
import Sealing
import Storage
import TestSupport
import Vaults

/// A folder with a vault in a known state, on which something is played; it is removed with it.
final class Stage: Sendable {
  let folder: String
  let keys: [Key]

  /// A key that may or may not open the vault, now or in the end.
  struct Key: Sendable {
    let name: String
    let credential: Credential
  }

  /// Memory holds the files where it can: what survives is the same, and a sync costs nothing.
  private static let ground =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()

  init(keys: [Key]) throws {
    self.keys = keys
    folder = Self.ground + "coffer-crash-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder + "/home", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  /// The same once more, to be spoilt.
  func copy() throws -> Stage {
    let copy = try Stage(keys: keys)
    for name in try files() {
      try FileManager.default.copyItem(
        atPath: "\(folder)/home/\(name)", toPath: "\(copy.folder)/home/\(name)")
    }
    return copy
  }

  deinit {
    if let socket = try? socket {
      for path in [socket, socket + ".lock"] { try? Files.remove(path) }
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var vault: String { folder + "/home/vault.coffer" }
  var record: String { folder + "/steps" }
  var socket: String { get throws { try SessionPlace(vault: vault).socket } }

  /// What lies in the folder of the vault.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + "/home").sorted()
  }

  /// The steps that were taken, a letter each.
  var steps: String {
    (try? String(contentsOfFile: record, encoding: .utf8)) ?? ""
  }

  func secret(of name: String) -> Secret {
    switch keys.first(where: { $0.name == name })?.credential {
    case .passphrase(let secret), .keyFile(let secret), .recovery(let secret),
      .identity(let secret):
      secret
    case nil: Secret(text: "")
    }
  }

  func open(_ name: String = "file") throws -> Vault {
    guard let key = keys.first(where: { $0.name == name }) else { throw HostError.closed }
    let locked = try LockedVault(path: vault)
    let opened = try locked.keys(for: key.credential, by: "tester", at: Self.time)
    return try Vault(locked, opened, by: Self.author, at: Self.time)
  }

  static let author = Author(user: "tester", program: "tests")
  static let time: Int64 = 1_700_000_000_000
}

extension Stage {
  private static let file = Key(
    name: "file",
    credential: .keyFile(Secret(SecretBytes(copying: [UInt8](repeating: 1, count: 32).span))))
  private static let spare = Key(
    name: "spare",
    credential: .keyFile(Secret(SecretBytes(copying: [UInt8](repeating: 2, count: 32).span))))
  private static let words = Key(
    name: "words", credential: .passphrase(Secret(text: "correct horse")))
  private static let newWords = Key(
    name: "new words", credential: .passphrase(Secret(text: "battery staple")))
  private static let code: Key = {
    let random = SecretBytes(copying: [UInt8](repeating: 3, count: 32).span)
    return Key(name: "code", credential: .recovery(Secret(RecoveryCode.encode(random))))
  }()

  /// A folder without a vault.
  static func empty() throws -> Stage { try Stage(keys: [file]) }

  /// Profiles with old versions, one that depends on another, and a removed one.
  static func usual() throws -> Stage {
    let stage = try Stage(keys: [file, spare, code])
    try stage.found([
      .init("file", .keyFile(stage.secret(of: "file"))),
      .init("spare", .keyFile(stage.secret(of: "spare"))),
    ])
    return stage
  }

  /// The same with a passphrase.
  static func withPassphrase() throws -> Stage {
    let stage = try Stage(keys: [file, words, newWords])
    try stage.found([
      .init("file", .keyFile(stage.secret(of: "file"))),
      .init("words", .passphrase(stage.secret(of: "words"), .floor)),
    ])
    return stage
  }

  /// The same in a file of the first schema.
  static func old() throws -> Stage {
    let stage = try usual()
    guard let first = History.entries.first else { return stage }
    let scratch = try Connection.inMemory()
    try scratch.execute(String(decoding: first.sql, as: UTF8.self))
    let entries = "SELECT name, type FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type"
    var known: Set<String> = ["migration"]
    try scratch.forEach(entries) { row throws(StorageError) in known.insert(try row.text(0)) }
    let connection = try Connection(path: stage.vault, mode: .readWrite)
    var newer: [String] = []
    try connection.forEach(entries) { row throws(StorageError) in
      let name = try row.text(0)
      if !known.contains(name) { newer.append("\(try row.text(1)) \(name)") }
    }
    for name in newer { try connection.execute("DROP \(name)") }
    try connection.run("DELETE FROM migration WHERE number > 1")
    return stage
  }

  /// One with many profiles.
  static func crowded(_ count: Int) throws -> Stage {
    let stage = try usual()
    let vault = try stage.open()
    for number in 0..<count {
      _ = try vault.add(try login("many-\(number)", "secret \(number)"), by: author, at: time)
    }
    return stage
  }

  private func found(_ keys: [NamedKey]) throws {
    _ = try Vault.create(at: vault, keys: keys, by: Self.author, at: Self.time)
    let vault = try open()
    for name in ["alpha", "gone"] {
      _ = try vault.add(try Self.login(name, "first"), by: Self.author, at: Self.time)
      for password in ["second", "third"] {
        var change = ProfileChange(name: try ProfileName(name))
        change.fields = [VersionField("password", .secret(Secret(text: password)))]
        _ = try vault.change(change, by: Self.author, at: Self.time)
      }
    }
    var beta = try Self.login("beta", "only")
    beta.via = try ProfileName("alpha")
    _ = try vault.add(beta, by: Self.author, at: Self.time)
    try vault.remove([try ProfileName("gone")], by: Self.author, at: Self.time)
  }

  private static func login(_ name: String, _ password: String) throws -> NewProfile {
    var new = NewProfile(name: try ProfileName(name), type: "clickhouse")
    new.fields = [
      VersionField("host", .clear("db.example")), VersionField("username", .clear("reader")),
      VersionField("password", .secret(Secret(text: password))),
    ]
    return new
  }
}
