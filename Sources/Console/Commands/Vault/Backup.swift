import Arguments
import Host
import Messages
import Profiles
import Sealing

extension Command {
  static let backup = Command(
    CommandSpec(
      "backup", group: "vault", summary: "make a copy of the vault, or look at one",
      discussion: """
        Writes a copy of the vault, which may be in use, into the folder for backups, reads all of \
        it back, and removes those that are older than they are to be kept. The copy is sealed as \
        the vault is, and opened by the keys of its time. With - it goes to standard output.
        """,
      operands: [
        OperandSpec("PLACE", "- for standard output instead of the folder", arity: .optional)
      ],
      options: [
        OptionSpec(
          "check", value: ValueSpec("FILE", completion: .file),
          "make none, but open every record of this copy and verify its log"),
        OptionSpec(
          "set-folder", value: ValueSpec("DIR", completion: .file),
          "make none, but let backups go here from now on; none for nowhere"),
        OptionSpec(
          "set-keep", value: ValueSpec("DAYS"),
          "make none, but keep backups for so many days from now on; 0 for ever"),
      ],
      examples: [
        Example("coffer backup", "writes a copy into the folder for backups"),
        Example("coffer backup - > vault.copy", "writes a copy to a file of your choice"),
        Example("coffer backup --check vault.copy", "proves that a copy is whole"),
        Example("coffer backup --set-folder /mnt/stick/coffer --set-keep 90", "settles both"),
      ])
  ) { invocation, context throws(Failure) in
    let settles = invocation.flag("set-folder") || invocation.flag("set-keep")
    let place = invocation.operand("PLACE")
    guard [settles, invocation.flag("check"), place != nil].count(where: { $0 }) <= 1 else {
      throw .usage(
        "this is more than one thing to do", hint: "give -, --check FILE, or --set-... alone")
    }
    if settles { return try BackupSettings(invocation, context.options).change(&context) }
    if let path = invocation.value("check") { return try CopyCheck.run(path, &context) }
    guard let place else { return try NewBackup.make(&context) }
    guard place == "-" else {
      throw .usage(
        "'\(Printer.cleaned(place))' is no place for a backup",
        hint: "give - for standard output, or settle the folder with --set-folder DIR")
    }
    return try NewBackup.write(&context)
  }
}

/// The making of a backup: fetched from the agent, written, read back, old ones removed.
enum NewBackup {
  static func make(_ context: inout Context) throws(Failure) -> ExitStatus {
    let vault = try VaultPlace.path(context.options)
    let folder = try folder(of: try context.ask(AskBackups()).answer, vault: vault)
    try folder.check()
    let begun = try context.ask(BeginBackup()).answer
    let name: String
    do throws(Failure) {
      name = try write(begun, into: folder, &context)
    } catch {
      try? context.release(begun)
      throw error
    }
    _ = try context.ask(EndBackup(token: begun.token, name: name))
    let path = "\(folder.path)/\(name)"
    let facts = try checked(path, name, &context)
    guard facts.digest == begun.digest else { throw .altered }
    let pruned = folder.prune(begun.expired.filter { $0.name != name })
    if !pruned.isEmpty { _ = try context.ask(NotePruned(names: pruned)) }
    if context.isJSON {
      try context.json(
        BackupResult(
          digest: begun.digest, events: facts.events, path: path, profiles: facts.profiles,
          pruned: pruned, size: begun.size))
    } else {
      context.say("backup    \(path)")
      context.say("checked   \(begun.size) bytes: \(facts.counts), all whole")
      for name in pruned { context.say("removed   \(name)") }
    }
    return .done
  }

  /// Writes a copy to standard output.
  static func write(_ context: inout Context) throws(Failure) -> ExitStatus {
    guard !context.isJSON else {
      throw .usage("a backup is no JSON", hint: "leave --json or - away")
    }
    guard !Terminal.isTerminal(1) else {
      throw .usage(
        "a backup is not written to a terminal", hint: "send it somewhere: coffer backup - > FILE")
    }
    context.printer.flush()
    let begun = try context.ask(BeginBackup()).answer
    var digest = DigestStream()
    do throws(Failure) {
      try context.fetch(begun) { piece throws(Failure) in
        digest.add(piece)
        do throws(HostError) {
          try Output.write(1, piece)
        } catch {
          throw Failure(
            .storage, "the copy could not be written: \(error.message)", hint: error.remedy)
        }
      }
    } catch {
      try? context.release(begun)
      throw error
    }
    guard Hex.text(digest.finish()) == begun.digest else { throw .altered }
    _ = try context.ask(EndBackup(token: begun.token, name: "-"))
    return .done
  }

  private static func folder(
    of facts: BackupFacts, vault: String
  ) throws(Failure) -> BackupFolder {
    guard case .folder(let path) = facts.place else {
      throw Failure(
        .needsPerson, "no folder for backups is settled",
        hint: "settle one: coffer backup --set-folder DIR; or: coffer backup - > FILE")
    }
    return BackupFolder(path, vault: vault)
  }

  private static func write(
    _ begun: BackupBegun, into folder: BackupFolder, _ context: inout Context
  ) throws(Failure) -> String {
    if let free = try? Files.freeBytes(at: folder.path), free < begun.size {
      throw Failure(
        .storage, "there is no room for \(begun.size) bytes in \(Printer.cleaned(folder.path))",
        hint: "make room there, or settle another folder with: coffer backup --set-folder DIR")
    }
    var part = try folder.begin(at: context.now)
    let name = part.name
    try context.fetch(begun) { piece throws(Failure) in
      do throws(HostError) { try part.append(piece) } catch { throw Failure(error) }
    }
    try part.finish(in: folder, expecting: begun.digest)
    return name
  }

  private static func checked(
    _ path: String, _ name: String, _ context: inout Context
  ) throws(Failure) -> CopyFacts {
    do throws(Failure) {
      return try context.check(copy: path, as: name)
    } catch {
      throw Failure(
        error.status, code: error.code, "\(Printer.cleaned(path)): \(error.message)",
        hint: "the disk may be broken; " + error.hint)
    }
  }
}

extension Context {
  /// Fetches a copy from the agent, piece by piece.
  fileprivate mutating func fetch(
    _ begun: BackupBegun, _ take: (borrowing Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var offset = 0
    while offset < begun.size {
      let result = try ask(ReadBackup(token: begun.token, offset: offset))
      guard let piece = result.secrets.first, piece.count > 0 else { throw .altered }
      try take(piece.span)
      offset += piece.count
    }
  }

  /// Lets the agent remove its copy.
  fileprivate mutating func release(_ begun: BackupBegun) throws(Failure) {
    _ = try ask(EndBackup(token: begun.token, name: nil))
  }
}

/// What `coffer backup --json` prints.
struct BackupResult: Encodable, Equatable {
  let digest: String
  let events: Int64
  let path: String
  let profiles: Int
  let pruned: [String]
  let size: Int
}
