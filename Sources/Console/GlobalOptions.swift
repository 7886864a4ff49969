package import Arguments
package import Messages

/// The options that every command takes.
package struct GlobalOptions: Equatable, Sendable {
  package var json = false
  package var quiet = false
  package var vault: String?
  package var passphraseDescriptor: Int32?
  package var keyFile: String?
  package var identity: String?

  package init() {}

  package init(_ invocation: Invocation) throws(Failure) {
    json = invocation.flag("json")
    quiet = invocation.flag("quiet")
    vault = invocation.value("vault")
    keyFile = invocation.value("key-file")
    identity = invocation.value("identity")
    let number = try understood(try invocation.integer("passphrase-fd", in: 0...65_535))
    passphraseDescriptor = number.map(Int32.init)
    let keys = [number.map(String.init), keyFile, identity].compactMap { $0 }
    guard keys.count <= 1 else {
      throw .usage(
        "more than one key was given",
        hint: "keep one of --passphrase-fd, --key-file and --identity")
    }
  }

  package static let specs: [OptionSpec] = [
    OptionSpec("vault", value: ValueSpec("PATH", completion: .file), "the vault to work on"),
    OptionSpec("json", "print the result as JSON"),
    OptionSpec("quiet", short: "q", "print results only, no remarks"),
    OptionSpec("passphrase-fd", value: ValueSpec("N"), "read the passphrase from descriptor N"),
    OptionSpec(
      "key-file", value: ValueSpec("FILE", completion: .file),
      "open the vault with a key file, - for standard input"),
    OptionSpec(
      "identity", value: ValueSpec("FILE", completion: .file),
      "open the vault with an identity file"),
    .help, .version,
  ]
}
