extension String {
  /// The text before and after the first such ASCII character, seen as a scalar.
  ///
  /// A combining mark after an equals sign makes one `Character` of the two; looking at scalars
  /// keeps such a word from passing as something without an equals sign.
  func parted(at mark: Unicode.Scalar) -> (before: String, after: String)? {
    guard let place = unicodeScalars.firstIndex(of: mark) else { return nil }
    let after = unicodeScalars.index(after: place)
    return (String(unicodeScalars[..<place]), String(unicodeScalars[after...]))
  }

  /// Whether the text begins with these scalars, with no regard to combining marks.
  func starts(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
