import Profiles

/// Which profile and which of its fields a variable's name means, as `{NAME}_CH_{FIELD}`.
///
/// Without `{FIELD}` the value is a connection URL.
struct NamePattern {
  private let before: [UInt8]
  private let between: [UInt8]
  private let after: [UInt8]
  let hasField: Bool

  init(_ text: String) throws(MovingError) {
    let parts = text.components(apart: "{NAME}")
    guard parts.count == 2 else { throw .badMap(Cleaned.text(text)) }
    let rest = parts[1].components(apart: "{FIELD}")
    guard rest.count <= 2, !parts[0].contains("{FIELD}"), rest.count == 1 || !rest[0].isEmpty else {
      throw .badMap(Cleaned.text(text))
    }
    before = Array(parts[0].utf8)
    between = rest.count == 2 ? Array(rest[0].utf8) : []
    after = Array((rest.count == 2 ? rest[1] : rest[0]).utf8)
    hasField = rest.count == 2
  }

  /// Every way to take a name apart, the longest profile name first.
  func readings(of name: String) -> [(name: String, field: String?)] {
    let bytes = Array(name.utf8)
    guard bytes.starts(with: before), bytes.count >= before.count + after.count,
      bytes.suffix(after.count) == after[...]
    else { return [] }
    let middle = bytes[before.count..<bytes.count - after.count]
    guard hasField else { return middle.isEmpty ? [] : [(Self.text(middle), nil)] }
    var found: [(name: String, field: String?)] = []
    for start in middle.indices.reversed()
    where middle[start...].starts(with: between) {
      let field = middle[(start + between.count)...]
      if start > middle.startIndex, !field.isEmpty {
        found.append((Self.text(middle[..<start]), Self.text(field)))
      }
    }
    return found
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// A name as a profile has it: `ACME_PROD` is `acme-prod`.
  static func profileName(_ variable: String) -> String {
    String(variable.lowercased().map { $0 == "_" ? "-" : $0 })
  }
}

extension String {
  /// The parts of a text between each place where a word stands.
  fileprivate func components(apart word: String) -> [String] {
    split(separator: word, omittingEmptySubsequences: false).map(String.init)
  }
}
