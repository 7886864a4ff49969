/// A line of a file of connection URLs: `NAME URL` or `NAME=URL`.
enum NamedURL {
  /// Nothing where no name stands before the URL.
  static func parting(
    _ range: Range<Int>, of bytes: Span<UInt8>
  ) -> (name: Range<Int>, url: Range<Int>)? {
    for index in range {
      switch bytes[index] {
      case 0x20, 0x09, UInt8(ascii: "="):
        let url = Bytes.trimmed(index + 1..<range.upperBound, of: bytes)
        return index > range.lowerBound && !url.isEmpty
          ? (range.lowerBound..<index, url) : nil
      case UInt8(ascii: ":"), UInt8(ascii: "/"): return nil
      default: continue
      }
    }
    return nil
  }
}
