import Host
import Messages
import Profiles
import Sealing
import Vaults

/// A copy of the vault that is being fetched.
///
/// Its file has no name any more: it goes away with the agent, however that ends.
final class Draft {
  let file: ScratchFile
  let size: Int
  let digest: String

  init(of vault: borrowing Vault) throws {
    let file = try ScratchFile(beside: vault.path, for: "taken")
    try vault.copy(into: file.path)
    file.hide()
    size = try file.size
    digest = try file.digest()
    self.file = file
  }
}

/// A copy that somebody is handing over, and the vault that it turns out to be.
final class Stage {
  /// Before the file, to be closed before that is removed.
  var vault: Vault?
  let file: ScratchFile
  /// The vault beside which it lies.
  let place: String
  var migrated: [String] = []
  var isChecked = false
  private var whole: (size: Int, digest: String)?
  /// Whether all of it is there.
  var isSealed: Bool { whole != nil }

  init(beside place: String) throws(HostError) {
    self.place = place
    file = try ScratchFile(beside: place, for: "staged")
  }

  /// What was handed over, told before SQLite has it, which changes the header at once.
  func seal() throws -> (size: Int, digest: String) {
    if let whole { return whole }
    let found = (size: try file.size, digest: try file.digest())
    whole = found
    return found
  }

  func inspect() throws(VaultError) -> Inspected? { try vault?.inspect() }
}

/// The copies on their way out of and into this agent, by the tokens that their owners were given.
struct CopyDesk {
  /// They take room on the vault's own disk.
  private static let limit = 4
  /// After so long without use whoever had it is taken to be gone.
  static let patience = Duration.seconds(600)

  private enum Item {
    case draft(Draft)
    case stage(Stage)
  }

  private var items: [String: (item: Item, lastUse: Duration)] = [:]

  mutating func add(_ draft: Draft, at now: Duration) -> String { add(.draft(draft), now) }
  mutating func add(_ stage: Stage, at now: Duration) -> String { add(.stage(stage), now) }

  /// Whether there is room for one more, looked at before any is made.
  mutating func makeRoom(at now: Duration) throws(Failure) {
    dropIdle(at: now)
    guard items.count < Self.limit else {
      throw Failure(
        .busy, "\(Self.limit) copies of the vault are on their way already",
        hint: "wait for the other backups to finish")
    }
  }

  mutating func draft(_ token: String, at now: Duration) throws(Failure) -> Draft {
    guard case .draft(let draft)? = use(token, now) else { throw .noSuchCopy }
    return draft
  }

  mutating func stage(_ token: String, at now: Duration) throws(Failure) -> Stage {
    guard case .stage(let stage)? = use(token, now) else { throw .noSuchCopy }
    return stage
  }

  mutating func drop(_ token: String) { items[token] = nil }

  mutating func dropIdle(at now: Duration) {
    items = items.filter { now - $0.value.lastUse < Self.patience }
  }

  private mutating func add(_ item: Item, _ now: Duration) -> String {
    let token = Hex.text(Random.bytes(16))
    items[token] = (item, now)
    return token
  }

  private mutating func use(_ token: String, _ now: Duration) -> Item? {
    items[token]?.lastUse = now
    return items[token]?.item
  }
}

extension Failure {
  fileprivate static let noSuchCopy = Failure(
    .notFound, "the agent has no such copy any more", hint: "begin again")
}

extension ScratchFile {
  /// BLAKE2b-256 of the whole, in hexadecimal.
  borrowing func digest() throws(HostError) -> String {
    var stream = DigestStream()
    var offset = 0
    while true {
      let piece = try piece(at: offset, limit: ReadBackup.pieceLimit)
      guard piece.count > 0 else { return Hex.text(stream.finish()) }
      stream.add(piece.bytes)
      offset += piece.count
    }
  }
}
