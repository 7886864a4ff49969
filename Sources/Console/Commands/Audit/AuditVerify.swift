import Arguments
import Host
package import Messages
import Proofs
import Sealing

extension Command {
  /// Checks the log and every record.
  static let auditVerify = Command(
    CommandSpec(
      "audit verify", group: "audit", summary: "check the whole log and every record",
      discussion: """
        Walks the chain of events, opens every record, and compares the two. That an older copy of \
        the whole file was put back is seen with --against, which takes what 'coffer audit \
        checkpoint' wrote: the file itself, or a system log that holds such lines.

        --export checks files of 'coffer audit export' instead, in the order in which they were \
        made. It needs the vault's public key and not the vault: neither is opened, nor asked for. \
        Damage ends with 9 and names the event.
        """,
      options: [
        OptionSpec(
          "against", value: ValueSpec("FILE", completion: .file), repeats: true,
          "checkpoints that were kept elsewhere"),
        OptionSpec(
          "export", value: ValueSpec("FILE", completion: .file), repeats: true,
          "check this export instead of the vault"),
        OptionSpec("key", value: ValueSpec("PUBLIC"), "the public key of the vault it is of"),
      ],
      examples: [
        Example("coffer audit verify", "says whether anything was tampered with"),
        Example(
          "coffer audit verify --against /mnt/safe/checkpoints", "also sees an older file"),
        Example("coffer audit verify --export log.ndjson --key 5c0f...", "needs no vault"),
      ])
  ) { invocation, context throws(Failure) in
    let exports = invocation.values("export")
    guard exports.isEmpty else {
      guard !invocation.flag("against") else {
        throw .usage("--export and --against exclude each other", hint: "keep one of them")
      }
      return try ExportVerification(exports, key: invocation.value("key")).run(&context)
    }
    guard !invocation.flag("key") else {
      throw .usage("--key is for --export", hint: "leave it away: the vault knows its own key")
    }
    var lines: [String] = []
    for path in invocation.values("against") { lines += try CheckpointFile.read(path) }
    let result = VerifyResult(try context.ask(VerifyAudit(checkpoints: lines)).answer)
    try context.show(result) { context in
      for line in result.lines { context.out(line) }
    }
    return .done
  }
}

/// Files in which checkpoints were kept, alone or among other lines.
enum CheckpointFile {
  private static let limit = 64 << 20
  /// More than this many are not sent at once; the last ones prove the most.
  private static let most = 10_000

  /// The checkpoints of a file; one that has none proves nothing and is refused.
  static func read(_ path: String) throws(Failure) -> [String] {
    let bytes = try told(try Files.readSmall(path, limit: limit))
    var lines: [String] = []
    for bytes in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: bytes, as: UTF8.self)
      if let checkpoint = CheckpointLine(in: line) {
        lines.append(checkpoint.text)
      } else if CheckpointLine.isMarked(line) {
        throw Failure(
          .damaged, "a checkpoint in \(Printer.cleaned(path)) cannot be read",
          hint: "it was cut off or edited: compare with another copy, then take the line out")
      }
    }
    guard !lines.isEmpty else {
      throw Failure(
        .invalid, "there is no checkpoint in \(Printer.cleaned(path))",
        hint: "give a file that 'coffer audit checkpoint --out FILE' wrote")
    }
    return Array(lines.suffix(most))
  }
}

/// The checking of exports, without the vault.
struct ExportVerification {
  private let paths: [String]
  private let key: [UInt8]

  init(_ paths: [String], key: String?) throws(Failure) {
    guard let key else {
      throw .usage(
        "an export is checked with the vault's public key",
        hint: "add --key PUBLIC, as 'coffer audit checkpoint' shows it")
    }
    guard let bytes = HexText.bytes(key.lowercased(), count: 32) else {
      throw .usage(
        "'\(Printer.cleaned(key))' is no public key",
        hint: "it has 64 hexadecimal digits, as 'coffer audit checkpoint' shows them")
    }
    self.init(paths, identity: bytes)
  }

  init(_ paths: [String], identity: [UInt8]) {
    self.paths = paths
    key = identity
  }

  /// What the files hold, one chain that somebody signed.
  func check() throws(Failure) -> ExportCheck.Found {
    var check = ExportCheck(identity: key)
    for path in paths { try take(path, &check) }
    return check.found
  }

  func run(_ context: inout Context) throws(Failure) -> ExitStatus {
    let result = ExportVerified(try check())
    try context.show(result) { context in
      for line in result.lines { context.out(line) }
    }
    return .done
  }

  private func take(_ path: String, _ check: inout ExportCheck) throws(Failure) {
    let file = try told(try LargeFile(reading: path))
    var offset = 0
    var rest: [UInt8] = []
    while true {
      let piece = try told(try file.piece(at: offset, limit: 1 << 20))
      guard piece.count > 0 else { break }
      offset += piece.count
      let span = piece.bytes
      for index in span.indices { rest.append(span[index]) }
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
        guard rest.count <= ExportLine.limit else {
          throw Self.failure(.unreadable(after: check.found.last), path)
        }
        continue
      }
      for line in rest[..<end].split(separator: UInt8(ascii: "\n")) {
        try take(Array(line), of: path, &check)
      }
      rest = Array(rest[(end + 1)...])
    }
    if !rest.isEmpty { try take(rest, of: path, &check) }
    do throws(ProofError) { try check.endFile() } catch { throw Self.failure(error, path) }
  }

  private func take(
    _ line: [UInt8], of path: String, _ check: inout ExportCheck
  ) throws(Failure) {
    do throws(ProofError) { _ = try check.take(line) } catch { throw Self.failure(error, path) }
  }

  private static func failure(_ error: ProofError, _ path: String) -> Failure {
    Failure(.damaged, "\(Printer.cleaned(path)): \(error.message)", hint: error.remedy)
  }
}

/// What `coffer audit verify --export` prints.
struct ExportVerified: Encodable, Equatable {
  let files: Int
  let events: Int64
  let opened: Int64
  let first: Int64?
  let last: Int64
  /// The hash of the last event.
  let head: String
  let signed: String?

  init(_ found: ExportCheck.Found) {
    files = found.files
    events = found.events
    opened = found.opened
    first = found.first
    last = found.last
    head = HexText.of(found.link)
    signed = found.signed.map(Times.text)
  }

  var lines: [String] {
    var span = Remark.count(Int(events), "event")
    if let first { span += ", from \(first) to \(last)" }
    return [
      Remark.line("whole", span), Remark.line("opened", "\(opened); the others are links"),
      Remark.line("head", head), Remark.line("signed", signed ?? "never"),
    ]
  }
}

/// What `coffer audit verify` prints.
package struct VerifyResult: Encodable, Equatable, Sendable {
  package let events: Int64
  /// The hash of the last event.
  package let head: String
  package let profiles: Int
  package let versions: Int
  /// Events that were written without a key.
  package let withoutKey: Int64
  /// How many checkpoints agree, in the file and from elsewhere.
  package let checkpoints: Int
  package let outside: Int
  package let lastOutside: Int64?

  package init(_ answer: VerifiedAnswer) {
    events = answer.events
    head = answer.head
    profiles = answer.profiles
    versions = answer.versions
    withoutKey = answer.withoutKey
    checkpoints = answer.inside
    outside = answer.outside
    lastOutside = answer.lastOutside
  }

  package var lines: [String] {
    let counts = [
      Remark.count(Int(events), "event"), Remark.count(profiles, "profile"),
      Remark.count(versions, "version"),
    ]
    var lines = [
      Remark.line("whole", counts.joined(separator: ", ")), Remark.line("head", head),
    ]
    if let lastOutside {
      lines.append(
        Remark.line(
          "against",
          "\(Remark.count(outside, "checkpoint")) from elsewhere: nothing up to event"
            + " \(lastOutside) was changed"))
    }
    if withoutKey > 0 {
      lines.append(
        Remark.line(
          "note",
          "\(Remark.count(Int(withoutKey), "event")) written without a key, as a refused"
            + " unlock is"))
    }
    return lines
  }
}
