package import Auditing
package import Sealing
package import Vaults

/// A vault in a folder of its own, opened by a key file so that no test pays for a passphrase.
package final class TemporaryVault: Sendable {
  package let folder: TemporaryFolder
  package let path: String
  package let key: Secret
  package static let author = Author(user: "tester", program: "tests")
  /// The time at which every vault was made; what is done to it afterwards is later.
  package static let time: Int64 = 1_700_000_000_000

  /// Makes the vault with one slot named `file`, and those given.
  package init(
    _ name: String = "test.coffer", besides keys: [NamedKey] = [],
    settings: VaultSettings = VaultSettings()
  ) throws {
    folder = try TemporaryFolder()
    path = folder.file(name)
    key = Secret(SecretBytes.random(count: 32))
    _ = try Vault.create(
      at: path, keys: [NamedKey("file", .keyFile(key))] + keys, settings: settings,
      by: Self.author, at: Self.time)
  }

  package func open() throws(VaultError) -> Vault {
    try open(with: .keyFile(key))
  }

  package func open(with credential: Credential) throws(VaultError) -> Vault {
    let locked = try LockedVault(path: path)
    let keys = try locked.keys(for: credential, by: "tester", at: Self.time + 1)
    return try Vault(locked, keys, by: Self.author, at: Self.time + 1)
  }
}
