package import Arguments
package import Catalog
import Host
package import Messages
import Sealing

/// Reads `field=value` words so that no secret is ever taken from the command line.
package enum SecretInput {
  /// More than any value may have, so that the error names the field and not the input.
  private static let limit = 1 << 20
  package static let lengths = 8...256
  package static let usualLength = 32

  /// The options by which secrets are made up.
  package static let options: [OptionSpec] = [
    OptionSpec(
      "generate", value: ValueSpec("FIELD", completion: .field), repeats: true,
      "make up this secret"),
    OptionSpec("length", value: ValueSpec("N"), "how long a made-up secret is, 32 if not given"),
  ]

  /// What the words and `--generate` give.
  ///
  /// Reads files and standard input, asks nobody.
  package static func read(
    _ invocation: Invocation, type: ProfileType, options: GlobalOptions
  ) throws(Failure) -> GivenFields {
    try checkStandardInput(invocation, options)
    var given = GivenFields()
    for word in invocation.fields {
      let field = try known(try type.field(named: word.name))
      if field.isSecret {
        try given.add(field.name, secret: secret(word, field))
      } else {
        try given.add(field.name, text: text(word))
      }
    }
    let length = try understood(try invocation.integer("length", in: lengths)) ?? usualLength
    for name in invocation.values("generate") {
      let field = try known(try type.field(named: name))
      guard field.isSecret else {
        throw .usage(
          "'\(field.name)' is no secret to be made up", hint: "give it as \(field.name)=VALUE")
      }
      guard !given.names.contains(field.name) else {
        throw .usage("'\(field.name)' is both given and to be made up", hint: "keep one of them")
      }
      given.add(field.name, generated: length)
    }
    return given
  }

  /// The value of a secret field, which has to come from somewhere else than the words themselves.
  private static func secret(_ word: FieldWord, _ field: Field) throws(Failure) -> SecretBytes {
    let bytes: SecretBytes
    switch word {
    case .literal, .exact:
      throw .usage(
        "'\(field.name)' is a secret, and the command line is seen by others",
        hint: "leave it out to be asked, or give \(field.name)=- for standard input, "
          + "\(field.name)=@FILE or --generate \(field.name)")
    case .standardInput: bytes = try told(try Files.readSecret(descriptor: 0, limit: limit))
    case .file(_, let path): bytes = try told(try Files.readSecret(path, limit: limit))
    }
    // The line break at the end of a PEM file is part of it.
    return field.kind == .pem ? bytes : KeyReading.withoutLineBreak(bytes)
  }

  private static func text(_ word: FieldWord) throws(Failure) -> String {
    let bytes: [UInt8]
    switch word {
    case .literal(_, let text), .exact(_, let text): return text
    case .standardInput: bytes = try told(try Files.readSmall("/dev/stdin", limit: limit))
    case .file(_, let path): bytes = try told(try Files.readSmall(path, limit: limit))
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(HostError.notText("the value of '\(word.name)'"))
    }
    if text.utf8.last == UInt8(ascii: "\n") {
      text = String(text.unicodeScalars.dropLast())
      if text.unicodeScalars.last == "\r" { text = String(text.unicodeScalars.dropLast()) }
    }
    return text
  }

  /// Standard input ends once.
  private static func checkStandardInput(
    _ invocation: Invocation, _ options: GlobalOptions
  ) throws(Failure) {
    guard options.keyFile == "-" || options.passphraseDescriptor == 0 else { return }
    for case .standardInput(let name) in invocation.fields {
      throw .usage(
        "standard input cannot be both the key and '\(Printer.cleaned(name))'",
        hint: "take one of them from a file")
    }
  }
}
