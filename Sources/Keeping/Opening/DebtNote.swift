import Host
import Vaults

/// A sealed note beside the socket of a vault's session of how much the record still lacks.
///
/// It lies on another disk than the vault as a rule, and outlives the agent that could not write.
enum DebtNote {
  private static let limit = 4096

  private static func path(of vault: String) throws(HostError) -> String {
    try SessionPlace(vault: try Files.canonicalPlace(vault)).debt
  }

  /// Whether it could be written; where not even that is possible, nothing more can be done.
  static func write(_ count: Int, for vault: borrowing Vault) -> Bool {
    do throws(HostError) {
      let sealed = vault.sealDebt(count)
      let file = try PrivateFile(at: try path(of: vault.path))
      try file.write(sealed.span)
      try file.keep(replacing: true)
      return true
    } catch {
      return false
    }
  }

  /// What earlier agents owe; a note that this vault's key does not open says nothing.
  static func read(for vault: borrowing Vault) -> Int {
    do throws(HostError) {
      let sealed = try Files.readSmall(try path(of: vault.path), limit: limit)
      return vault.openDebt(sealed.span) ?? 0
    } catch {
      return 0
    }
  }

  static func remove(for vault: borrowing Vault) {
    do throws(HostError) { try Files.remove(try path(of: vault.path)) } catch { return }
  }
}
