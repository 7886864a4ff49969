package import Auditing
import Catalog
import Profiles
import Sealing
import Storage

/// Many profiles that arrive together: all of them are written, in one transaction, or none.
extension Vault {
  /// Hands each arrival to the closure, in order.
  package typealias Arrivals = (
    _ body: (Arrival) throws(VaultError) -> Void
  ) throws(VaultError) -> Void

  /// Writes what arrives; with problems, or on trial, everything is as it was before.
  ///
  /// `coming` are the line and the name of each of them, in the same order.
  package borrowing func bring(
    _ coming: [(line: Int, name: String)], _ rule: ArrivalRule, onTrial: Bool, from source: String,
    by author: Author, at time: Int64, _ arrivals: Arrivals
  ) throws(VaultError) -> Arrived {
    let names = Names(coming)
    try useCache(for: names.count)
    // A connection whose outcome is unknown refuses this, and is dropped anyway.
    defer { try? useCache(for: 0) }
    do throws(Halt) {
      return try connection.transaction(.immediate, mapping: { Halt.failed(.storage($0)) }) {
        () throws(Halt) in
        let arrived: Arrived
        do throws(VaultError) {
          arrived = try bring(rule, names, by: author, at: time, arrivals, onTrial, source)
        } catch {
          throw Halt.failed(error)
        }
        guard arrived.problemCount == 0, !onTrial else { throw Halt.undone(arrived) }
        return arrived
      }
    } catch {
      switch error {
      case .failed(let error): throw error
      case .undone(let arrived): return arrived
      }
    }
  }

  /// The whole work inside of the transaction.
  private borrowing func bring(
    _ rule: ArrivalRule, _ names: Names, by author: Author, at time: Int64, _ arrivals: Arrivals,
    _ onTrial: Bool, _ source: String
  ) throws(VaultError) -> Arrived {
    var standing = try stand()
    var arrived = Arrived()
    do throws(StorageError) {
      // Two profiles may name each other, whichever of them comes first.
      try connection.execute("PRAGMA defer_foreign_keys = ON")
    } catch {
      throw .storage(error)
    }
    var ties = ArrivingTies()
    var number = 0
    try arrivals { arrival throws(VaultError) in
      defer { number += 1 }
      guard number < names.count else { throw VaultError.badKey("more arrives than was said") }
      do throws(VaultError) {
        try names.requireFirst(arrival, number)
        try settle(
          arrival, number, names, rule, by: author, at: time, in: &standing, &arrived, &ties)
      } catch {
        guard error.isAboutOne else { throw error }
        arrived.note(error, line: arrival.line, arrival.text)
      }
    }
    // A workspace may stand behind what is tied to it.
    try tie(ties, by: author, at: time, in: &standing, &arrived)
    guard arrived.problemCount == 0, !onTrial, arrived.isWritten else { return arrived }
    let counts = [Arrived.Fate.added, .changed, .unchanged, .skipped].compactMap { fate in
      arrived.counts[fate].map { "\($0) \(fate.rawValue)" }
    }
    try record(
      EventDraft(
        .vaultImported, at: time, by: author,
        [
          Detail(.count, String(arrived.total)), Detail(.type, source),
          Detail(.cause, counts.joined(separator: ", ")),
        ]), in: &standing)
    do throws(StorageError) {
      try standing.head.update(under: keys, vault: id, on: connection)
    } catch {
      throw .storage(error)
    }
    return arrived
  }

  /// Adds, changes or leaves one profile.
  private borrowing func settle(
    _ arrival: Arrival, _ number: Int, _ names: Names, _ rule: ArrivalRule, by author: Author,
    at time: Int64, in standing: inout Standing, _ arrived: inout Arrived,
    _ ties: inout ArrivingTies
  ) throws(VaultError) {
    var contents = try arrival.contents.get()
    let name = contents.new.name
    let note = try contents.note.map { text throws(VaultError) in try checkedNote(text) }
    if let there = try findIfThere(name)?.profile {
      switch rule {
      case .fail: throw .nameTaken(name.text)
      case .skip: return arrived.count(.skipped, name.text)
      case .update: break
      }
      let saved = try change(
        there, to: contents, note: note, names, by: author, at: time, in: &standing, &arrived)
      ties.add(arrival, name, contents.bindings)
      return arrived.count(saved.isChanged ? .changed : .unchanged, name.text)
    }
    for wish in contents.wishes {
      contents.new.fields.append(VersionField(wish.name, Self.made(wish.length)))
      arrived.generated += 1
    }
    let via = try contents.new.via.map { other throws(VaultError) in
      try resolve(other, among: names)
    }
    guard via != names.ids[number] else { throw .viaItself }
    let saved = try insert(
      contents.new, note: note ?? "", id: names.ids[number], via: via, by: author, at: time,
      in: &standing)
    if !saved.missing.isEmpty { arrived.incomplete += 1 }
    ties.add(arrival, name, contents.bindings)
    arrived.written.insert(names.ids[number])
    remember(contents.new.fields, of: contents.new.type, name.text, in: &arrived)
    arrived.count(.added, name.text)
  }

  private borrowing func change(
    _ there: Profile, to contents: Arrival.Contents, note: String?, _ names: Names,
    by author: Author, at time: Int64, in standing: inout Standing, _ arrived: inout Arrived
  ) throws(VaultError) -> Saved {
    let new = contents.new
    guard there.type == new.type else {
      throw .otherType(name: new.name.text, found: there.type, given: Cleaned.text(new.type))
    }
    var wanted = there
    wanted.note = note ?? there.note
    var change = ProfileChange(name: new.name)
    if let via = new.via {
      wanted.via = try resolve(via, among: names)
      change.via = .some(via)
    }
    for label in new.labels.values {
      do throws(WordError) {
        try wanted.labels.set(label.key, to: label.value)
      } catch {
        throw .word(error)
      }
    }
    change.fields = new.fields
    // What was made up at an earlier time stays, or no second import would find nothing to do.
    for wish in contents.wishes where there.missing.contains(wish.name) {
      change.fields.append(VersionField(wish.name, Self.made(wish.length)))
      arrived.generated += 1
    }
    let saved = try apply(change, to: there, becoming: wanted, by: author, at: time, in: &standing)
    if !saved.missing.isEmpty { arrived.incomplete += 1 }
    arrived.written.insert(there.id)
    if saved.isChanged { remember(new.fields, of: new.type, new.name.text, in: &arrived) }
    return saved
  }

  private static func made(_ length: Int) -> VersionField.Content {
    .secret(Secret(PasswordMaker.make(length: length)))
  }

  /// The id of a profile that is there or arrives too.
  private borrowing func resolve(
    _ name: ProfileName, among names: Names
  ) throws(VaultError) -> ProfileID {
    if let there = try findIfThere(name) { return there.profile.id }
    guard let number = names.numbers[name.text] else {
      throw .unknownProfile(name.text, known: [])
    }
    return names.ids[number]
  }

  private borrowing func remember(
    _ fields: [VersionField], of type: String, _ name: String, in arrived: inout Arrived
  ) {
    guard let type = Types.named(type), let login = Login(fields, of: type) else { return }
    arrived.logins[login, default: []].append(name)
  }

  /// Room for the pages that a large import touches, so that each is written once.
  private borrowing func useCache(for count: Int) throws(VaultError) {
    let mebibytes = count < 1_000 ? 2 : min(count / 200, 256)
    do throws(StorageError) {
      try connection.execute("PRAGMA cache_size = -\(max(mebibytes, 2) * 1_024)")
    } catch {
      throw .storage(error)
    }
  }
}

/// Why the transaction of an import ends without being kept.
private enum Halt: Error {
  case failed(VaultError)
  case undone(Arrived)
}

/// The names that arrive, and an id for each of them.
///
/// The ids are random, but handed out in their order: rows are then added at the end of each table.
private struct Names {
  let numbers: [String: Int]
  private let lines: [Int]
  let ids: [ProfileID]

  var count: Int { ids.count }

  init(_ coming: [(line: Int, name: String)]) {
    numbers = Dictionary(
      coming.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    lines = coming.map(\.line)
    ids = Self.ids(coming.count)
  }

  private static func ids(_ count: Int) -> [ProfileID] {
    let random = Random.bytes(count * ProfileID.size)
    return (0..<count).map { Array(random[$0 * ProfileID.size..<($0 + 1) * ProfileID.size]) }
      .sorted { $0.lexicographicallyPrecedes($1) }
      .compactMap { ProfileID($0) }
  }

  /// Refuses a name that stands on an earlier line.
  func requireFirst(_ arrival: Arrival, _ number: Int) throws(VaultError) {
    guard let first = numbers[arrival.text], first != number else { return }
    throw .givenTwice(name: Cleaned.text(arrival.text), line: lines[first])
  }
}

extension VaultError {
  /// Whether it is about one profile alone, so that the others may still be looked at.
  var isAboutOne: Bool {
    switch self {
    case .catalog, .word, .unknownProfile, .nameTaken, .newDestination, .incomplete, .viaItself,
      .otherType, .givenTwice, .unknownField, .unknownWorkspace, .notAWorkspace, .notPushable,
      .notAccepted, .notOverridable, .connectionTaken, .connectionTwice, .patternUnfilled,
      .inRotation:
      true
    default: false
    }
  }
}
