import Arguments
import Host
import Messages

extension Command {
  static let auditCheckpoint = Command(
    CommandSpec(
      "audit checkpoint", group: "audit",
      summary: "sign where the log stands",
      discussion: """
        Prints one signed line. Kept where nobody who can write the vault's file can reach it, it \
        lets 'coffer audit verify --against' see that the log was edited or cut, or that an older \
        copy of the whole file was put back. The public key is what an export is checked with.

        Checkpoints keep themselves where ~/.config/coffer/checkpoints names folders, a line each, \
        or 'syslog': after every 1000 events, or as 'every N' says, and when a session is locked.
        """,
      options: [
        OptionSpec(
          "out", value: ValueSpec("FILE", completion: .file),
          "put the line at the end of this file, too"),
        OptionSpec("syslog", "hand the line to the system's log, too"),
      ],
      examples: [
        Example("coffer audit checkpoint --out /mnt/safe/checkpoints", "keeps one in a file"),
        Example("coffer audit checkpoint --syslog", "keeps one in the system's log"),
      ])
  ) { invocation, context throws(Failure) in
    let path = invocation.value("out")
    let isLogged = invocation.flag("syslog")
    var places = isLogged ? ["the system's log"] : []
    if let path { places.append(Printer.cleaned(path)) }
    let made = try context.ask(MakeCheckpoint(places: places)).answer
    if let path { try told(try Files.appendLine(made.line, to: path)) }
    if isLogged { try told(try SystemLog.write(made.line)) }
    if context.isJSON {
      try context.json(CheckpointResult(made, places: places))
    } else {
      context.out(made.line)
      context.remark("key", made.identity)
      for place in places { context.remark("kept", place) }
    }
    return .done
  }
}

/// What `coffer audit checkpoint --json` prints.
struct CheckpointResult: Encodable, Equatable {
  let checkpoint: String
  /// The public key that signed it.
  let key: String
  let places: [String]
  let sequence: Int64
  let time: String

  init(_ made: CheckpointAnswer, places: [String]) {
    checkpoint = made.line
    key = made.identity
    self.places = places
    sequence = made.sequence
    time = Times.text(made.time)
  }
}
