package import Storage

extension Vault {
  /// Differs from an earlier one if anything was written since, here or elsewhere.
  package borrowing func mark() throws(VaultError) -> ChangeMark {
    do throws(StorageError) {
      return try connection.mark()
    } catch {
      throw .storage(error)
    }
  }
}
