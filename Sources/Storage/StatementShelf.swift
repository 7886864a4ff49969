import CSQLite

/// The prepared statements of a connection, kept for the next who asks the same.
///
/// Preparing costs more than most single rows. A statement that is in use is lent to nobody else.
@safe
final class StatementShelf {
  /// More different statements than any program here has.
  private static let limit = 64

  @safe
  private struct Place {
    let statement: OpaquePointer
    var isLent: Bool
  }

  private var places: [Place] = []
  private var numbers: [String: Int] = [:]

  /// A statement of this text that nobody uses, and its place.
  func take(_ sql: String) -> (statement: OpaquePointer, place: Int)? {
    guard let place = numbers[sql], !places[place].isLent else { return nil }
    places[place].isLent = true
    return unsafe (places[place].statement, place)
  }

  /// Gives a new statement a place, which is lent already; nothing where there is no room.
  func keep(_ statement: OpaquePointer, of sql: String) -> Int? {
    guard numbers[sql] == nil, places.count < Self.limit else { return nil }
    numbers[sql] = places.count
    places.append(unsafe Place(statement: statement, isLent: true))
    return places.count - 1
  }

  /// Takes a statement back, without its row and its values.
  func give(back place: Int) {
    let statement = unsafe places[place].statement
    _ = unsafe sqlite3_reset(statement)
    _ = unsafe sqlite3_clear_bindings(statement)
    places[place].isLent = false
  }

  /// Lets go of all: a connection closes only when it has no statements.
  func clear() {
    for place in places { _ = unsafe sqlite3_finalize(place.statement) }
    places = []
    numbers = [:]
  }
}
