import Profiles
import Sealing

extension FuzzTarget {
  /// The words by which profiles are named and selected: a mode, then a text a line.
  static let selectors = FuzzTarget(name: "selectors", about: "names, patterns, labels, notes") {
    input in
    let lines = input.lines(8)
    do throws(WordError) {
      let selector = try Selector(
        words: Array(lines.prefix(2)), labels: Array(lines.dropFirst(2).prefix(2)), types: [],
        all: false)
      for name in lines { _ = try? selector.matches(profile(named: name)) }
    } catch {
      try promise(isShowable(error.message), "the message is not fit for a terminal")
    }
    for line in lines {
      try checkLabels(line)
      for name in lines { try checkPattern(line, against: name) }
      if let bytes = Hex.bytes(line) {
        try promise(Hex.text(bytes) == line.lowercased(), "hexadecimal text reads as another")
      }
      if let key = RecipientWord.publicKey(in: line) {
        try promise(
          RecipientWord.text(for: key) == line.lowercased(), "a recipient's word reads as another")
      }
      let shown = Cleaned.text(line)
      try promise(shown.unicodeScalars.allSatisfy(Cleaned.isInert), "cleaned text is not inert")
      if let note = try? Note.checked(line) { try promise(note == line, "a note was changed") }
    }
  }

  private static func profile(named name: String) throws -> Profile {
    guard let id = ProfileID(Array(repeating: 7, count: ProfileID.size)) else {
      throw Broken("sixteen bytes are no id")
    }
    return Profile(id: id, name: try ProfileName(name), type: "secret")
  }

  private static func checkLabels(_ line: String) throws {
    guard let pairs = try? Labels.pairs(line) else { return }
    let joined = pairs.map { $0.key + "=" + $0.value }.joined(separator: ",")
    try promise(joined == line, "labels were lost: '\(joined)' came out of '\(line)'")
    var labels = Labels()
    for pair in pairs where (try? labels.set(pair.key, to: pair.value)) != nil {
      try promise(
        labels.values[pair.key] ?? "" == pair.value, "a label does not hold what it was set to")
    }
  }

  /// Compares the matching of a pattern with one that is slow and obvious.
  private static func checkPattern(_ line: String, against name: String) throws {
    guard let glob = try? Glob(line), name.utf8.count <= 64 else { return }
    let obvious = matches(Array(glob.pattern.utf8)[...], Array(name.utf8)[...])
    try promise(glob.matches(name) == obvious, "'\(line)' and '\(name)' match wrongly")
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    var reached = Set([name.startIndex])
    for symbol in pattern {
      if symbol == UInt8(ascii: "*") {
        guard let first = reached.min() else { return false }
        reached = Set(first...name.endIndex)
      } else {
        reached = Set(
          reached.filter { place in
            place < name.endIndex && (symbol == UInt8(ascii: "?") || name[place] == symbol)
          }.map { $0 + 1 })
      }
    }
    return reached.contains(name.endIndex)
  }
}
