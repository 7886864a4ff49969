import Host
package import Messages

/// Which vault a command is about.
package enum VaultPlace {
  /// `--vault`, then `COFFER_VAULT`, then the usual place; always a canonical absolute path.
  package static func path(_ options: GlobalOptions) throws(Failure) -> String {
    let place = if let named = given(options) { named } else { try usual() }
    return try told(try Files.canonicalPlace(place))
  }

  private static func given(_ options: GlobalOptions) -> String? {
    if let path = options.vault { return path }
    guard let path = Environment.value("COFFER_VAULT"), !path.isEmpty else { return nil }
    return path
  }

  private static func usual() throws(Failure) -> String {
    if let data = Environment.folder("XDG_DATA_HOME") { return data + "/coffer/vault.coffer" }
    guard let home = Environment.home else {
      throw Failure(
        .notFound, "there is no home folder to look for the vault in",
        hint: "name the vault with --vault PATH or COFFER_VAULT")
    }
    return home + "/.local/share/coffer/vault.coffer"
  }
}
