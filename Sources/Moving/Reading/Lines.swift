import Sealing

/// The lines of a text, whatever ends them, without a mark of byte order at the start.
package struct Lines {
  package struct Line: Equatable, Sendable {
    /// Counted from 1.
    package let number: Int
    package let range: Range<Int>
  }

  private var position: Int
  private var number = 0
  private let end: Int

  package init(_ bytes: Span<UInt8>) {
    position = Self.start(of: bytes)
    end = bytes.count
  }

  /// Behind a mark of byte order, if there is one.
  package static func start(of bytes: Span<UInt8>) -> Int {
    Bytes.starts(bytes, at: 0, with: "\u{FEFF}") ? 3 : 0
  }

  package mutating func next(of bytes: Span<UInt8>) -> Line? {
    guard position < end else { return nil }
    let start = position
    let stop = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, from: start) ?? end
    position = stop + 1
    number += 1
    let isReturned = stop > start && bytes[stop - 1] == UInt8(ascii: "\r")
    return Line(number: number, range: start..<(isReturned ? stop - 1 : stop))
  }

  /// Refuses what no format here is written in.
  package static func check(_ bytes: Span<UInt8>) throws(MovingError) {
    guard bytes.count > start(of: bytes) else { throw .empty }
    if bytes.count >= 2 {
      let mark = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
      if mark == 0xFFFE || mark == 0xFEFF { throw .notText("UTF-16") }
    }
  }
}
