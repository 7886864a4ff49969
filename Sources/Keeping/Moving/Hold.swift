import Messages
import Sealing
import Vaults

/// What a conversation brings or fetches in several messages, in locked memory until it is done.
///
/// It is gone with the conversation, however that ends.
final class Hold {
  /// The most that all conversations together may have waiting, in bytes.
  static let limit = 512 << 20

  /// The pieces of an import that has begun.
  private(set) var arriving: [Secret]?
  /// The pieces of an export that are still to be fetched, the next one last.
  private var leaving: [Secret] = []
  /// What was last asked of the log, and written down; its further pages are not.
  var question: FoundQuestion?
  /// The export of the log that is being fetched.
  var export: LogExport?

  /// A small piece counts as a larger one: each takes mappings of its own, and these are few.
  var size: Int {
    (arriving ?? []).reduce(0) { $0 + Self.weight($1) } + leaving.reduce(0) { $0 + Self.weight($1) }
  }

  private static func weight(_ piece: Secret) -> Int { max(piece.count, 64 << 10) }

  func beginArriving() {
    clear()
    arriving = []
  }

  func take(_ piece: Secret) throws(Failure) {
    guard arriving != nil else { throw .noImport }
    arriving?.append(piece)
  }

  func leave(with pieces: [Secret]) {
    clear()
    leaving = pieces.reversed()
  }

  func nextLeaving() throws(Failure) -> Secret {
    guard let piece = leaving.popLast() else {
      throw Failure(
        .usage, "no export is under way in this conversation", hint: "begin with one")
    }
    return piece
  }

  func clear() {
    question = nil
    export = nil
    arriving = nil
    leaving = []
  }
}

extension Failure {
  static let noImport = Failure(
    .usage, "no import is under way in this conversation", hint: "begin with one")

  static let tooMuch = Failure(
    .invalid, "that is more than can be moved at once",
    hint: "move it in several parts, of less than \(Hold.limit >> 20) MiB each")
}
