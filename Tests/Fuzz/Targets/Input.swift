/// Takes the bytes of a fuzzer's input apart.
extension Span<UInt8> {
  /// The bytes from a place on, none if there are not so many.
  @_lifetime(copy self)
  func from(_ start: Int) -> Span<UInt8> { extracting(Swift.min(start, count)..<count) }

  /// A byte, 0 behind the end.
  func byte(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }

  var array: [UInt8] { indices.map { self[$0] } }

  /// As text, with U+FFFD for what is none.
  var text: String { String(decoding: array, as: UTF8.self) }

  /// The texts between line breaks, at most so many.
  func lines(_ limit: Int) -> [String] {
    array.split(separator: 0x0A, maxSplits: limit - 1, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// What may be printed on a terminal: an error's text must be no more than that.
func isShowable(_ text: String) -> Bool {
  !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
}
