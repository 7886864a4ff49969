import Host

extension KeySource.Facts {
  /// Looks at the options and at the one variable that names a key.
  init(named options: GlobalOptions) {
    self.init()
    passphraseDescriptor = options.passphraseDescriptor
    keyFile = options.keyFile
    identity = options.identity
    if let path = Environment.value("COFFER_KEY_FILE"), !path.isEmpty { keyFileVariable = path }
  }

  /// Looks at the options, the environment and the terminal.
  package init(_ options: GlobalOptions) {
    self.init(named: options)
    if let folder = Environment.folder("CREDENTIALS_DIRECTORY") {
      credentialKeyFile = Self.existing(folder + "/coffer-key")
      credentialPassphrase = Self.existing(folder + "/coffer-passphrase")
    }
    hasTerminal = (try? Terminal.open()) != nil
  }

  private static func existing(_ path: String) -> String? {
    Files.exists(path) ? path : nil
  }
}
