import Arguments
import Catalog
import Host
import Messages
import Moving
import Profiles
import Sealing

extension Command {
  /// `coffer import`.
  static let `import` = Command(
    CommandSpec(
      "import", group: "profiles", summary: "add many profiles from a file",
      discussion: """
        Reads what 'coffer export' wrote, JSON lines, CSV with a header, dotenv files, pass trees, \
        lists of connection URLs and the scripts that Embeddable ships; the format is seen from the \
        file or said with --format. All \
        profiles are added in one piece or none is. The secrets go from the file into the vault; \
        the file itself is left as it is.

          CSV      a column is a field of its own name, or --map COLUMN=FIELD; also name, type,
                   note, via, labels, label.KEY and url; --map COLUMN= leaves one out
          dotenv   --map '{NAME}_CH_{FIELD}' --type clickhouse, or --map '{NAME}_URL'
          pass     a folder such as ~/.password-store; gpg is run for each entry
          url      lines of NAME URL, such as: acme postgres://user:password@host/database
          jsonl    a line is {"name":"a","type":"secret","secrets":{"value":"..."}}; also labels,
                   note, via, fields, generate, and bindings as ["eu",{"workspace":"us",
                   "connection":"a-us","set":{"database":"a"}}]
          embeddable-script
                   connection-create.cjs and the like: the workspace that it calls and the
                   connection that it describes, tied together; it is read and never run
        """,
      operands: [
        OperandSpec("FILE", "the file or pass folder, - for standard input", completion: .file)
      ],
      options: [
        OptionSpec(
          "format", value: ValueSpec("FORMAT", choices: InputFormat.allCases.map(\.rawValue)),
          "what the file is"),
        OptionSpec(
          "map", value: ValueSpec("MAP"), repeats: true,
          "which field a column or variable is"),
        OptionSpec(
          "type", value: ValueSpec("TYPE", completion: .type),
          "the type of profiles that do not say it"),
        OptionSpec(
          "env-file", value: ValueSpec("FILE", completion: .file),
          "the file that sets the process.env of a script"),
        OptionSpec(
          "workspace", value: ValueSpec("NAME", completion: .workspace),
          "the name of a script's workspace, its region if not given"),
        OptionSpec("update", "change profiles that are there already"),
        OptionSpec(
          "on-conflict", value: ValueSpec("WHAT", choices: ["skip", "fail"]),
          "what to do with a name that is taken, fail if not given"),
        OptionSpec("without-bindings", "leave out to which workspaces the profiles are bound"),
        OptionSpec("dry-run", "tell what would be done, write nothing"),
        .yes,
        OptionSpec(
          "from-identity", value: ValueSpec("FILE", completion: .file),
          "the identity file that opens a sealed export"),
        OptionSpec(
          "from-passphrase-fd", value: ValueSpec("N"),
          "read the passphrase of a sealed export from descriptor N"),
      ],
      examples: [
        Example("coffer import tenants.csv --type clickhouse --map user=username", "reads a table"),
        Example(
          "coffer import .env --map '{NAME}_CH_{FIELD}' --type clickhouse",
          "reads ACME_CH_HOST, ACME_CH_PASSWORD and so on"),
        Example(
          "coffer import connection-create.cjs --env-file .env --yes",
          "takes over a workspace and a connection from Embeddable's sample script"),
        Example("coffer import team.coffer-export --update --yes", "takes over what changed"),
      ])
  ) { invocation, context throws(Failure) in
    let plan = try ImportPlan(invocation, context.options)
    let baggage = try plan.read(&context)
    return try plan.bring(baggage, invocation, &context)
  }
}

/// What `import` was told.
struct ImportPlan {
  let path: String
  let format: InputFormat?
  let maps: [String]
  let type: ProfileType?
  let environmentFile: String?
  let workspace: String?
  let conflict: FinishImport.Conflict
  let isTrial: Bool
  let withoutBindings: Bool
  let identity: String?
  let passphraseDescriptor: Int32?

  init(_ invocation: Invocation, _ options: GlobalOptions) throws(Failure) {
    path = invocation.operand("FILE") ?? ""
    format = invocation.value("format").flatMap { InputFormat(rawValue: $0) }
    maps = invocation.values("map")
    if let word = invocation.value("type") {
      type = try known(try Types.find(word))
    } else {
      type = nil
    }
    environmentFile = invocation.value("env-file")
    workspace = try invocation.value("workspace").map { word throws(Failure) in
      try named(try ProfileName(word)).text
    }
    let isUpdate = invocation.flag("update")
    guard !isUpdate || invocation.value("on-conflict") == nil else {
      throw .usage("--update and --on-conflict exclude each other", hint: "keep one of them")
    }
    conflict = isUpdate ? .update : invocation.value("on-conflict") == "skip" ? .skip : .fail
    isTrial = invocation.flag("dry-run")
    withoutBindings = invocation.flag("without-bindings")
    identity = invocation.value("from-identity") ?? options.identity
    passphraseDescriptor = try understood(
      try invocation.integer("from-passphrase-fd", in: 0...65_535)
    ).map(Int32.init)
    let wantsInput = path == "-"
    let inputIsKey = KeySource.readsInput(KeySource.Facts(named: options))
    guard !wantsInput || !inputIsKey && passphraseDescriptor != 0 else {
      throw .usage(
        "standard input cannot be both a key and what is imported",
        hint: "take one of them from a file")
    }
  }

  /// Sends what was read, and has it written after a look at it.
  func bring(
    _ baggage: Baggage, _ invocation: Invocation, _ context: inout Context
  ) throws(Failure) -> ExitStatus {
    let mustAsk = !isTrial && baggage.count > 1 && !invocation.flag("yes")
    guard !mustAsk || context.hasPerson else {
      throw .usage(
        "\(baggage.count) profiles are to be imported, and that needs to be confirmed",
        hint: "look at it with --dry-run, then add --yes")
    }
    if baggage.count == 0 { throw baggage.refusal([], 0, of: path) }
    _ = try context.ask(BeginImport())
    for piece in baggage.pieces { _ = try context.ask(ImportPiece(), attachments: [piece]) }
    let first = try finish(baggage, onTrial: isTrial || mustAsk || baggage.hasProblems, &context)
    if first.problemCount > 0 || baggage.hasProblems {
      throw baggage.refusal(first.problems, first.problemCount, of: path)
    }
    var answer = first
    if mustAsk {
      let report = ImportReport(first, baggage, self, isTrial: true)
      let bindsAny = first.bindings.contains { $0.outcome != "unchanged" }
      guard first.added + first.changed > 0 || bindsAny else {
        try report.show(&context)
        return .done
      }
      report.summary(&context)
      try context.agree("Import now?", invocation)
      answer = try finish(baggage, onTrial: false, &context)
      if answer.problemCount > 0 {
        throw baggage.refusal(answer.problems, answer.problemCount, of: path)
      }
    }
    let bound =
      isTrial || withoutBindings ? [] : try context.bind(baggage.findings, after: answer)
    try ImportReport(answer, baggage, self, isTrial: isTrial, bound: bound).show(&context)
    return .done
  }

  private func finish(
    _ baggage: Baggage, onTrial: Bool, _ context: inout Context
  ) throws(Failure) -> ImportAnswer {
    try context.ask(
      FinishImport(
        conflict: conflict, onTrial: onTrial, source: baggage.format.rawValue,
        withoutBindings: withoutBindings)
    ).answer
  }
}
