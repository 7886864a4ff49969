import Host
import Migrations
import Profiles
import Sealing
import Storage

/// The file beneath a vault: where it lies, whose it is, and whether its schema is ours.
struct VaultFile: ~Copyable {
  let connection: Connection
  let pending: [String]

  static let migrator = Migrator(
    History.entries.map { Migration(identifier: $0.identifier, sql: $0.sql) }
  ) { Digest.of($0.span) }

  static func open(_ path: String) throws(VaultError) -> VaultFile {
    try check(path)
    do {
      let connection = try Connection(
        path: path, mode: .readWrite, applicationID: Format.applicationID)
      let pending = try migrator.pending(on: connection)
      let applied = History.entries.count - pending.count
      guard applied > 0 else { throw VaultError.notAVault(path: path) }
      try migrator.checkSchema(
        of: connection, is: Hex.bytes(History.entries[applied - 1].schemaDigest) ?? [])
      return VaultFile(connection: connection, pending: pending)
    } catch let error as VaultError {
      throw error
    } catch let error as StorageError {
      throw translated(error, path: path)
    } catch {
      throw .notAVault(path: path)
    }
  }

  /// Owner, mode, kind of file and file system.
  static func check(_ path: String) throws(VaultError) {
    do {
      try Files.checkPrivate(path)
      if let system = try Files.isOnNetworkFileSystem(path) { throw VaultError.onNetwork(system) }
    } catch let error as VaultError {
      throw error
    } catch let error as HostError {
      throw .file(error)
    } catch {
      throw .notAVault(path: path)
    }
  }

  func requireMigrated() throws(VaultError) {
    guard pending.isEmpty else { throw .needsMigration(pending) }
  }

  consuming func takeConnection() -> Connection { connection }

  private static func translated(_ error: StorageError, path: String) -> VaultError {
    switch error {
    case .notADatabase: .notAVault(path: path)
    case .newer: .newer
    case .altered, .schemaDiffers: .damaged(error.message)
    default: .storage(error)
    }
  }
}
