import Arguments
import Host
import Messages
import Profiles
import Proofs
import Sealing

extension Command {
  static let auditExport = Command(
    CommandSpec(
      "audit export", group: "audit", summary: "write events so that others can check them",
      discussion: """
        Writes the log as JSON lines that end with a signed checkpoint. The chosen events are \
        opened, each by a key of its own; the others are there as links that say neither who nor \
        what, so that nobody can leave one out. 'coffer audit verify --export' checks it without \
        the vault.

        With --since-checkpoint it begins where the last finished export ended. An export that is \
        cut off leaves no file, and the next one begins where it did. One that was stopped when its \
        file was whole already counts as finished, as long as the file lies where it was put: \
        nothing is missing and nothing is there twice.
        """,
      operands: [
        OperandSpec(
          "NAME", "open only events about this profile, or what a pattern matches",
          arity: .manyOptional, completion: .profile)
      ],
      options: [
        OptionSpec(
          "out", value: ValueSpec("FILE", completion: .file), "where to; it must not be there yet"),
        OptionSpec("since-checkpoint", "begin where the last export ended"),
        OptionSpec("after", value: ValueSpec("N"), "begin after event N"),
      ] + EventChoice.all,
      examples: [
        Example("coffer audit export --out log.ndjson", "writes all of it"),
        Example(
          "coffer audit export --since-checkpoint --out log-2.ndjson", "writes what came since"),
        Example(
          "coffer audit export 'acme-*' --out acme.ndjson", "opens one customer's events alone"),
      ])
  ) { invocation, context throws(Failure) in
    guard let path = invocation.value("out") else {
      throw .usage("an export needs a place", hint: "add --out FILE")
    }
    let after = try understood(try invocation.integer("after", in: 0...Int.max))
    let goesOn = invocation.flag("since-checkpoint")
    guard after == nil || !goesOn else {
      throw .usage("--after and --since-checkpoint exclude each other", hint: "keep one of them")
    }
    let filter = try EventChoice.read(invocation, now: context.now)
    return try AuditExportRun(
      after: goesOn ? nil : Int64(after ?? 0), filter, to: path
    ).run(&context)
  }
}

/// An export on its way into its file, which has its name only once it is whole.
private struct AuditExportRun {
  private let call: BeginAuditExport
  private let path: String

  init(after: Int64?, _ filter: EventFilter, to given: String) throws(Failure) {
    path = try told(try Files.canonicalPlace(given))
    call = BeginAuditExport(after: after, filter: filter, place: path)
    // One that goes on may find what it was to write.
    if after != nil, Files.exists(path) { throw Self.taken(given) }
  }

  private static func taken(_ path: String) -> Failure {
    Failure(
      .conflict, "there is already a file at \(Printer.cleaned(path))",
      hint: "name another one, or remove it first")
  }

  func run(_ context: inout Context) throws(Failure) -> ExitStatus {
    let file = try told(try ScratchFile(beside: path, for: "part"))
    var begun = try context.ask(call).answer
    if call.after == nil, let whole = WholeExport.find(begun) {
      _ = try context.ask(
        EndAuditExport(
          after: whole.after, last: whole.last, name: whole.path, digest: whole.digest))
      if whole.path == path { return try finish(whole.result(begun.identity), &context) }
      context.warn(
        "\(Printer.cleaned(whole.path)) was finished by a command that was stopped before it could"
          + " say so; this one begins behind it")
      begun = try context.ask(call).answer
    }
    guard !Files.exists(path) else { throw Self.taken(path) }
    guard begun.last > begun.after else {
      throw Failure(
        .conflict, "there is nothing after event \(begun.after)", hint: "export it later")
    }
    var digest = DigestStream()
    var size = 0
    var opened: Int64 = 0
    var isLast = false
    while !isLast {
      let piece = try context.ask(ReadAuditExport())
      guard let bytes = piece.secrets.first, bytes.count > 0 else { throw .altered }
      digest.add(bytes.span)
      do throws(HostError) {
        try file.append(bytes.span)
      } catch {
        throw Failure(error)
      }
      size += bytes.count
      opened = piece.answer.opened
      isLast = piece.answer.isLast
    }
    let sum = Hex.text(digest.finish())
    guard !Files.exists(path) else {
      throw Failure(
        .conflict, "a file came to be at \(Printer.cleaned(path)) meanwhile",
        hint: "name another one")
    }
    do throws(HostError) {
      try file.sync()
      try file.keep(as: path)
    } catch {
      throw Failure(error)
    }
    _ = try context.ask(
      EndAuditExport(after: begun.after, last: begun.last, name: path, digest: sum))
    return try finish(
      AuditExportResult(
        after: begun.after, digest: sum, key: begun.identity, last: begun.last, opened: opened,
        path: path, size: size), &context)
  }

  private func finish(
    _ result: AuditExportResult, _ context: inout Context
  ) throws(Failure) -> ExitStatus {
    try context.show(result) { context in
      context.remark(
        "exported",
        "\(result.last - result.after) events, \(result.opened) of them opened, to \(path)")
      context.remark("check", "coffer audit verify --export \(path) --key \(result.key)")
    }
    return .done
  }
}

/// An export that lies in its place, whole, though the record does not say so: whoever made it was
/// stopped between the two.
private struct WholeExport {
  let path: String
  let after: Int64
  let last: Int64
  private let opened: Int64
  private let size: Int
  let digest: String

  /// The newest of those that were begun and may be whole; each is checked as a stranger would.
  static func find(_ begun: AuditExportBegun) -> WholeExport? {
    for export in begun.unfinished where Files.exists(export.place) {
      if let whole = try? WholeExport(export, identity: begun.identity) { return whole }
    }
    return nil
  }

  private init(_ export: UnfinishedExport, identity: String) throws(Failure) {
    guard let key = HexText.bytes(identity, count: 32) else { throw .misunderstood }
    let found = try ExportVerification([export.place], identity: key).check()
    guard found.first == export.after + 1, found.last == export.last else { throw .altered }
    let file = try told(try LargeFile(reading: export.place))
    path = export.place
    after = export.after
    last = found.last
    opened = found.opened
    size = file.size
    digest = try told(try file.digest())
  }

  func result(_ key: String) -> AuditExportResult {
    AuditExportResult(
      after: after, digest: digest, key: key, last: last, opened: opened, path: path, size: size)
  }
}

/// What `coffer audit export --json` prints.
struct AuditExportResult: Encodable, Equatable {
  let after: Int64
  /// BLAKE2b-256 of the file.
  let digest: String
  /// The public key with which it is checked.
  let key: String
  let last: Int64
  let opened: Int64
  let path: String
  let size: Int
}
