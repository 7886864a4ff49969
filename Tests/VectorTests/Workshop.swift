import Auditing
import Profiles
import Sealing
import Storage
import TestSupport
import Vaults

/// Where the vaults of the pack are made: one file, fixed keys, a clock that stands where it is put.
final class Workshop {
  static let author = Author(user: "maker", program: "coffer", parent: "pack")
  static let start: Int64 = 1_750_000_000_000

  let folder: TemporaryFolder
  let path: String
  private var ticks: Int64 = 0

  /// Makes an empty vault with these keys.
  init(_ keys: [NamedKey] = [Workshop.keyFile]) throws {
    folder = try TemporaryFolder()
    path = folder.file("made.coffer")
    _ = try Vault.create(at: path, keys: keys, by: Self.author, at: Self.start)
  }

  /// Each thing happens a minute after the one before.
  func now() -> Int64 {
    ticks += 1
    return Self.start + ticks * 60_000
  }

  func open(with key: Vector.Key = Workshop.keyFileKey) throws -> Vault {
    try Self.open(path, with: key, at: now())
  }

  static func open(_ path: String, with key: Vector.Key, at time: Int64) throws -> Vault {
    let credential = Vector(about: "", expect: 0, key: key).credential
    let locked = try LockedVault(path: path)
    let keys = try locked.keys(for: credential, by: author.user, at: time)
    return try Vault(locked, keys, by: author, at: time)
  }

  /// The file, as small as it can be.
  func compact() throws -> [UInt8] {
    let copy = folder.file("compact.coffer")
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      try connection.execute("PRAGMA page_size = 512")
      try connection.copy(into: copy)
    }
    return try TestFile.read(copy)
  }
}

// The keys of the pack. They are no secrets: everybody has them.
extension Workshop {
  static let keyFileKey = Vector.Key(kind: "keyFile", value: hex(0..<32))
  static let passphraseKey = Vector.Key(
    kind: "passphrase", value: "correct horse battery sta\u{308}ple")
  static let recoveryKey: Vector.Key = {
    let code = RecoveryCode.encode(bytes(32..<64))
    return Vector.Key(kind: "recovery", value: text(code))
  }()

  static let keyFile = NamedKey("file", .keyFile(Secret(bytes(0..<32))))
  static let passphrase = NamedKey(
    "passphrase", .passphrase(Secret(text: passphraseKey.value), .floor))
  static let recovery = NamedKey("recovery", .recovery(Secret(text: recoveryKey.value)))

  static func recipient() throws -> NamedKey {
    NamedKey(
      "colleague", .recipient(publicKey: try BoxKeys(secretKey: bytes(64..<96)).publicKey))
  }

  /// The identity file of the recipient for the vault that is opened here.
  static func identityKey(for vault: borrowing Vault) -> Vector.Key {
    let contents = IdentityFile.contents(secretKey: bytes(64..<96), vault: vault.identity)
    let span = contents.bytes
    return Vector.Key(kind: "identity", value: Hex.text(span.indices.map { span[$0] }))
  }

  private static func bytes(_ range: Range<UInt8>) -> SecretBytes {
    let bytes = Array(range)
    return SecretBytes(copying: bytes.span)
  }

  private static func hex(_ range: Range<UInt8>) -> String { Hex.text(Array(range)) }

  private static func text(_ secret: borrowing SecretBytes) -> String {
    let span = secret.bytes
    return String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}

extension Vault {
  borrowing func add(
    _ name: String, type: String = "clickhouse", host: String = "x1.example",
    password: String = "p\u{e4}ss'\"\\ word", at time: Int64,
    _ adapt: (inout NewProfile) throws -> Void = { _ in }
  ) throws {
    var profile = NewProfile(name: try ProfileName(name), type: type)
    if type == "secret" {
      profile.fields = [VersionField("value", .secret(Secret(text: password)))]
    } else {
      profile.fields = [
        VersionField("host", .clear(host)), VersionField("username", .clear("acme_ro")),
        VersionField("database", .clear("acme")),
        VersionField("password", .secret(Secret(text: password))),
      ]
    }
    try adapt(&profile)
    _ = try add(profile, by: Workshop.author, at: time)
  }

  borrowing func setPassword(of name: String, to password: String, at time: Int64) throws {
    var change = ProfileChange(name: try ProfileName(name))
    change.fields = [VersionField("password", .secret(Secret(text: password)))]
    _ = try self.change(change, by: Workshop.author, at: time)
  }
}
