import Arguments
import Host
import Messages

/// Where backups go and how long they are kept, as a command line settles it.
struct BackupSettings: Equatable, Sendable {
  private let place: BackupPlaceWord?
  private let keepDays: Int?
  private let vault: String

  init(_ invocation: Invocation, _ options: GlobalOptions) throws(Failure) {
    let vault = try VaultPlace.path(options)
    self.vault = vault
    place = try invocation.value("set-folder").map { text throws(Failure) in
      try Self.place(text, vault: vault)
    }
    keepDays = try understood(try invocation.integer("set-keep", in: 0...36_500))
  }

  /// `none`, nothing, or a folder, which is made where it is missing.
  static func place(_ text: String, vault: String) throws(Failure) -> BackupPlaceWord {
    if text.isEmpty || text == "none" { return .none }
    let path = try told(try Files.canonicalPlace(text))
    do throws(HostError) { try Files.makePrivateFolder(path) } catch { throw Failure(error) }
    return .folder(try told(try Files.canonicalPath(path)))
  }

  func change(_ context: inout Context) throws(Failure) -> ExitStatus {
    let call = ChangeSettings(place: place, keepDays: keepDays)
    let facts = try context.ask(call).answer
    if context.isJSON {
      try context.json(BackupSettingsResult(facts))
    } else {
      context.say("backups   \(Self.words(facts))")
    }
    if case .folder(let path) = facts.place, place != nil,
      Files.isOnSameFileSystem(path, as: Files.folder(of: vault))
    {
      context.warn("backups lie on the disk of the vault itself: with it both are lost")
    }
    return .done
  }

  /// What is settled, in a line.
  static func words(_ facts: BackupFacts) -> String {
    switch facts.place {
    case .undecided: "nothing is settled"
    case .none: "go nowhere"
    case .folder(let path):
      "go to \(path), kept "
        + (facts.keepDays == 0 ? "for ever" : "for \(facts.keepDays) days")
    }
  }
}

/// What `coffer backup --set-folder --json` prints.
struct BackupSettingsResult: Encodable, Equatable {
  let folder: String?
  let isFrozen: Bool
  let isSettled: Bool
  let keepDays: Int
  let lastCheckFailed: Bool
  let lastMade: String?

  init(_ facts: BackupFacts) {
    folder = if case .folder(let path) = facts.place { path } else { nil }
    isFrozen = facts.isFrozen
    isSettled = facts.place != .undecided
    keepDays = facts.keepDays
    lastCheckFailed = facts.lastCheckFailed
    lastMade = facts.lastMade.map(Times.text)
  }
}
