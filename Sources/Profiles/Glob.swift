/// A pattern of names: `*` stands for any run of characters, `?` for one.
package struct Glob: Hashable, Sendable {
  package let pattern: String

  package init(_ pattern: String) throws(WordError) {
    guard !pattern.isEmpty else { throw .empty("pattern") }
    guard pattern.utf8.count <= ProfileName.limit else {
      throw .tooLong("pattern", limit: ProfileName.limit)
    }
    let star = UInt8(ascii: "*")
    let mark = UInt8(ascii: "?")
    guard pattern.utf8.allSatisfy({ isNameByte($0) || $0 == star || $0 == mark }) else {
      throw .badPattern(Cleaned.text(pattern))
    }
    self.pattern = pattern
  }

  package static func isPattern(_ word: String) -> Bool {
    word.contains("*") || word.contains("?")
  }

  /// Linear in practice, at most the product of both lengths: no pattern can stall it.
  package func matches(_ name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    var (p, n) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        p = back.pattern + 1
        n = back.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
