import Catalog
import Profiles
import Sealing

/// Cells of comma-separated values, which may be quoted and then hold anything (RFC 4180).
struct CSVCursor {
  /// A cell's place, without its quotes.
  struct Cell {
    let range: Range<Int>
    /// Whether quotes inside of it are doubled.
    let hasQuotes: Bool
  }

  private var position: Int
  private let end: Int
  private let separator: UInt8
  private(set) var line = 1

  init(_ range: Range<Int>, separator: UInt8) {
    position = range.lowerBound
    end = range.upperBound
    self.separator = separator
  }

  /// A comma unless the first line has none but semicolons or tabs.
  static func separator(in bytes: Span<UInt8>, from start: Int) -> UInt8 {
    var lines = Lines(bytes)
    guard let first = lines.next(of: bytes)?.range else { return UInt8(ascii: ",") }
    for candidate in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    where Bytes.first(candidate, in: first, of: bytes) != nil {
      return candidate
    }
    return UInt8(ascii: ",")
  }

  var isAtEnd: Bool { position >= end }

  /// The cells of the next row; a quote that is not closed takes the rest of the file with it.
  mutating func row(_ bytes: Span<UInt8>) throws(MovingError) -> [Cell] {
    var cells: [Cell] = []
    while true {
      cells.append(try cell(bytes))
      guard position < end else { return cells }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      if byte == UInt8(ascii: "\r"), position < end, bytes[position] == UInt8(ascii: "\n") {
        position += 1
      }
      line += 1
      return cells
    }
  }

  /// One cell; afterwards the cursor stands at what ends it.
  private mutating func cell(_ bytes: Span<UInt8>) throws(MovingError) -> Cell {
    guard position < end, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < end, !isEnd(bytes) { position += 1 }
      return Cell(range: start..<position, hasQuotes: false)
    }
    position += 1
    let start = position
    var hasQuotes = false
    while position < end {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      guard bytes[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      if position + 1 < end, bytes[position + 1] == UInt8(ascii: "\"") {
        hasQuotes = true
        position += 2
        continue
      }
      let range = start..<position
      position += 1
      guard position == end || isEnd(bytes) else {
        skipRow(bytes)
        throw .openQuote
      }
      return Cell(range: range, hasQuotes: hasQuotes)
    }
    throw .openQuote
  }

  private func isEnd(_ bytes: Span<UInt8>) -> Bool {
    let byte = bytes[position]
    return byte == separator || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r") && position + 1 < end
        && bytes[position + 1] == UInt8(ascii: "\n")
  }

  private mutating func skipRow(_ bytes: Span<UInt8>) {
    position = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, from: position) ?? end
    position = min(position + 1, end)
    line += 1
  }
}

extension CSVCursor.Cell {
  var isEmpty: Bool { range.isEmpty }

  /// What the cell says, in locked memory.
  func secret(of bytes: Span<UInt8>) -> SecretBytes {
    guard hasQuotes else { return SecretBytes(copying: bytes.extracting(range)) }
    return SecretBytes(count: range.count) { output in
      var index = range.lowerBound
      while index < range.upperBound {
        output.append(bytes[index])
        index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
      }
    }
  }

  /// What the cell says, if it is no secret.
  func text(of bytes: Span<UInt8>) throws(MovingError) -> String {
    let plain = secret(of: bytes)
    guard let text = Bytes.text(plain.bytes) else { throw .notUTF8 }
    return text
  }
}
