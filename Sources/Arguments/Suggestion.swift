/// Finds the name that somebody probably meant.
package enum Suggestion {
  /// Longer words are nobody's typo, and would cost time.
  private static let longest = 64

  /// The nearest of the names, the earliest among equals, or nil when none is near.
  ///
  /// Near is one slip in a short word, two from six letters on, three from nine on; or a beginning
  /// of at least two letters that only one name has.
  package static func nearest(_ word: String, among names: [String]) -> String? {
    let typed = Array(word.lowercased().unicodeScalars.prefix(longest + 1))
    guard !typed.isEmpty, typed.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
      let letters = Array(name.lowercased().unicodeScalars)
      let found = distance(typed, letters)
      let allowed = min(3, max(1, min(typed.count, letters.count) / 3))
      guard found <= allowed, found < letters.count, found < typed.count else { continue }
      if found < best?.distance ?? Int.max { best = (name, found) }
    }
    if let best { return best.name }
    let begun = names.filter { typed.count >= 2 && $0.unicodeScalars.starts(with: typed) }
    return begun.count == 1 ? begun.first : nil
  }

  /// Damerau and Levenshtein's distance: insertions, deletions, replacements, swapped neighbours.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var cost = min(replaced, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cost = min(cost, beforeLast[j - 2] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
