import Arguments
import Host
import Messages
import Moving
import Sealing

extension Command {
  /// `coffer export`.
  static let export = Command(
    CommandSpec(
      "export", group: "profiles", summary: "write profiles to a file, sealed",
      discussion: """
        Writes the current version of each profile, with its labels, note, via and \
        bindings, so that 'coffer import' brings them into another vault. Every secret that leaves \
        is on record.

        Sealed with --to or --passphrase unless --plaintext is said, which writes JSON lines that \
        anybody can read. --without-secrets writes the rest in a stable order, to be compared and \
        reviewed. What is written is for you alone (mode 0600), and replaces nothing without \
        --force.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("to", value: ValueSpec("WORD"), "seal to the recipient who printed this word"),
        OptionSpec("passphrase", "seal under a passphrase, asked for twice"),
        OptionSpec(
          "new-passphrase-fd", value: ValueSpec("N"), "seal under a passphrase from descriptor N"),
        OptionSpec("plaintext", "write secrets in the clear, after asking"),
        OptionSpec("without-secrets", "leave the secrets out"),
        OptionSpec(
          "output", short: "o", value: ValueSpec("FILE", completion: .file),
          "the file to write, standard output if not given"),
        OptionSpec("force", "replace the file if it is there"),
        .yes,
      ] + DerivationCost.options,
      examples: [
        Example(
          "coffer export -l stage=prod --to coffer-recipient-... -o prod.coffer-export",
          "seals some profiles to a colleague"),
        Example(
          "coffer export --all --without-secrets -o profiles.jsonl", "writes what may be seen"),
      ])
  ) { invocation, context throws(Failure) in
    try ExportPlan(invocation).run(invocation, &context)
  }
}

/// What `export` was told.
struct ExportPlan {
  enum Form: Equatable {
    case recipient([UInt8])
    case passphrase(Int32?)
    case plaintext
    case withoutSecrets

    var form: BeginExport.Form {
      switch self {
      case .recipient: .recipient
      case .passphrase: .passphrase
      case .plaintext: .plaintext
      case .withoutSecrets: .withoutSecrets
      }
    }

    var isSealed: Bool {
      switch self {
      case .recipient, .passphrase: true
      case .plaintext, .withoutSecrets: false
      }
    }
  }

  private let form: Form
  private let path: String?
  private let replaces: Bool
  private let cost: DerivationCost
  private let selector: SelectorInput

  init(_ invocation: Invocation) throws(Failure) {
    let number = try understood(try invocation.integer("new-passphrase-fd", in: 0...65_535))
    var forms: [Form] = []
    if let word = invocation.value("to") {
      guard let key = RecipientWord.publicKey(in: word) else {
        throw Failure(
          .invalid, "this is no recipient's word, or it was mistyped",
          hint: "it begins with coffer-recipient- and is printed by 'coffer key new FILE'")
      }
      forms.append(.recipient(key))
    }
    if invocation.flag("passphrase") || number != nil {
      forms.append(.passphrase(number.map(Int32.init)))
    }
    if invocation.flag("plaintext") { forms.append(.plaintext) }
    if invocation.flag("without-secrets") { forms.append(.withoutSecrets) }
    guard let form = forms.first, forms.count == 1 else {
      throw .usage(
        forms.isEmpty ? "nothing says for whom the export is" : "the export can only be one thing",
        hint: "give one of --to WORD, --passphrase, --without-secrets and --plaintext")
    }
    self.form = form
    path = invocation.value("output")
    replaces = invocation.flag("force")
    cost = try DerivationCost(invocation)
    selector = try Selection.read(invocation)
  }

  func run(_ invocation: Invocation, _ context: inout Context) throws(Failure) -> ExitStatus {
    if let path, !replaces, Files.exists(path) {
      throw Failure(
        .conflict, "\(Printer.cleaned(path)) exists already",
        hint: "choose another path, or say --force to replace it")
    }
    if path == nil, form.isSealed, context.printer.isTerminal {
      throw .usage("a sealed export is no text for a terminal", hint: "say -o FILE")
    }
    if path == nil, context.isJSON {
      throw .usage("the export and --json cannot both go to standard output", hint: "say -o FILE")
    }
    if form == .plaintext {
      if !context.options.quiet {
        context.printer.err(
          "coffer: this writes every secret so that whoever gets \(place) can read it")
      }
      try context.agree("Export in the clear?", invocation)
    }
    let passphrase = try passphrase(&context)
    let answer = try context.ask(BeginExport(selector, form: form.form)).answer
    guard answer.profiles > 0 else {
      throw Failure(.notFound, "no profile was selected", hint: "'coffer list' shows them")
    }
    try write(answer.pieces, passphrase, &context)
    try report(answer, &context)
    return .done
  }

  private var place: String { path.map { Printer.cleaned($0) } ?? "the output" }

  private func passphrase(_ context: inout Context) throws(Failure) -> Secret? {
    guard case .passphrase(let descriptor) = form else { return nil }
    return try context.newPassphrase(descriptor: descriptor)
  }

  private func write(
    _ count: Int, _ passphrase: Secret?, _ context: inout Context
  ) throws(Failure) {
    var target = try ExportTarget(path)
    switch form {
    case .plaintext, .withoutSecrets:
      for _ in 0..<count {
        let piece = try context.nextPiece()
        try Pieces.forEach(in: piece, mapping: { _ in Failure.misunderstood }) {
          profile throws(Failure) in
          let line = JSONText.line(profile)
          try target.write(line.bytes)
        }
      }
    case .recipient(let key):
      try seal(count, with: try sealed(try ExportWriter(to: key)), to: &target, &context)
    case .passphrase:
      guard let passphrase else { throw .misunderstood }
      let cost = try sealed(try PassphraseCost(memoryMiB: cost.memoryMiB, passes: cost.passes))
      try seal(count, with: try Self.writer(passphrase, cost), to: &target, &context)
    }
    try target.finish(replacing: replaces)
  }

  private static func writer(
    _ passphrase: Secret, _ cost: PassphraseCost
  ) throws(Failure) -> ExportWriter {
    do throws(SealingError) {
      return try ExportWriter(passphrase: passphrase.span, cost: cost)
    } catch {
      throw Failure(error)
    }
  }

  private func seal(
    _ count: Int, with writer: consuming ExportWriter, to target: inout ExportTarget,
    _ context: inout Context
  ) throws(Failure) {
    var writer = writer
    let beginning = writer.beginning
    try target.write(beginning.span)
    for number in 1...count {
      let piece = try context.nextPiece()
      let bytes = writer.piece(piece.span, isLast: number == count)
      try target.write(bytes.span)
    }
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func report(
    _ answer: ExportAnswer, _ context: inout Context
  ) throws(Failure) {
    if context.isJSON {
      try context.json(
        ExportResult(
          file: path, form: form.form.rawValue, profiles: answer.profiles, secrets: answer.secrets))
      return
    }
    guard path != nil else { return }
    let secrets = Self.counted(answer.secrets, "secret")
    let profiles = Self.counted(answer.profiles, "profile")
    let carried = form == .withoutSecrets ? "without secrets" : "with \(secrets)"
    context.say("exported  \(profiles) \(carried) to \(place)")
    if form == .plaintext {
      context.warn("\(place) holds \(secrets) in the clear; when it was used: shred -u \(place)")
    }
  }
}

/// What `coffer export --json` prints.
struct ExportResult: Encodable, Equatable {
  let file: String?
  let form: String
  let profiles: Int
  let secrets: Int
}

extension Context {
  /// The next piece of the export that is under way.
  fileprivate mutating func nextPiece() throws(Failure) -> Secret {
    guard let piece = try ask(ExportPieceCall()).secrets.first else { throw .misunderstood }
    return piece
  }
}
