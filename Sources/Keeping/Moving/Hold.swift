import Messages
import Sealing

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

  var size: Int {
    (arriving ?? []).reduce(0) { $0 + $1.count } + leaving.reduce(0) { $0 + $1.count }
  }

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
