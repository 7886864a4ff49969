package import Packing
package import Sealing

/// Gathers profiles and packs them into pieces of locked memory, each as large as a message bears.
package struct Pieces: Sendable {
  /// When a piece is full; one profile more may make it a little larger.
  package static let size = 1 << 20
  /// The longest that one profile may be.
  package static let largest = 1 << 20

  private var waiting: [MovedProfile] = []
  private var waitingSize = 0
  private var finished: [Secret] = []
  package private(set) var count = 0

  package init() {}

  package mutating func add(_ profile: MovedProfile) throws(MovingError) {
    let size = profile.size
    guard size <= Self.largest else { throw .tooLong(limit: Self.largest) }
    waiting.append(profile)
    waitingSize += 4 + size
    count += 1
    if waitingSize >= Self.size { close() }
  }

  /// All pieces, the last one however small.
  package mutating func finish() -> [Secret] {
    if !waiting.isEmpty { close() }
    defer { finished = [] }
    return finished
  }

  /// The pieces that are full already.
  package mutating func takeFull() -> [Secret] {
    defer { finished = [] }
    return finished
  }

  private mutating func close() {
    let profiles = waiting
    finished.append(
      Secret(
        SecretBytes(count: waitingSize) { output in
          for profile in profiles {
            output.pack(UInt32(profile.size))
            profile.pack(into: &output)
          }
        }))
    waiting = []
    waitingSize = 0
  }
}

extension Pieces {
  /// Hands over each profile of a piece in turn.
  package static func forEach<E: Error>(
    in piece: Secret, mapping: (PackingError) -> E, _ body: (MovedProfile) throws(E) -> Void
  ) throws(E) {
    let bytes = piece.span
    var reader = Unpacker(bytes)
    while !reader.isAtEnd {
      let profile: MovedProfile
      do throws(PackingError) {
        profile = try MovedProfile(bytes.extracting(try reader.blobRange()))
      } catch {
        throw mapping(error)
      }
      try body(profile)
    }
  }

  /// The line and the name of each profile in a piece, without a look at the rest.
  package static func names(
    in piece: Secret
  ) throws(PackingError) -> [(line: Int, name: String)] {
    let bytes = piece.span
    var reader = Unpacker(bytes)
    var names: [(line: Int, name: String)] = []
    while !reader.isAtEnd {
      var profile = Unpacker(bytes.extracting(try reader.blobRange()))
      let line = Int(try profile.number32())
      names.append((line: line, name: try profile.text()))
    }
    return names
  }
}
