import Sealing

/// A body as it arrives, in locked memory all the time.
struct Pieces {
  private var pieces: [Secret] = []
  private(set) var count = 0

  /// Copies what has arrived.
  ///
  /// What is no longer than its successor is joined with it, so that a body of many small pieces
  /// is soon a few large ones.
  mutating func add(_ bytes: borrowing Span<UInt8>) {
    count += bytes.count
    var newest = Secret(SecretBytes(copying: bytes))
    while let last = pieces.last, last.count <= newest.count {
      newest = Self.join([last, newest])
      pieces.removeLast()
    }
    pieces.append(newest)
  }

  /// Gives the whole and begins anew.
  mutating func take() -> Secret {
    defer { self = Pieces() }
    return pieces.count == 1 ? pieces[0] : Self.join(pieces)
  }

  private static func join(_ pieces: [Secret]) -> Secret {
    Secret(
      SecretBytes(count: pieces.reduce(0) { $0 + $1.count }) { output in
        for piece in pieces {
          let bytes = piece.span
          for index in bytes.indices { output.append(bytes[index]) }
        }
      })
  }
}
