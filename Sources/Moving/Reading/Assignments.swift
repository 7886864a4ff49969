package import Catalog
import Profiles
package import Sealing

/// Values by name that patterns sort into profiles.
package struct Assignments {
  private let patterns: [NamePattern]
  private let usual: ProfileType?
  private var places: [String: Int] = [:]
  package private(set) var drafts: [Draft] = []
  /// Names that no pattern fits.
  package private(set) var strangers: [String] = []

  package init(
    _ maps: [String], usual type: ProfileType?, calling format: String
  ) throws(MovingError) {
    guard !maps.isEmpty else { throw .noMap(format) }
    var patterns: [NamePattern] = []
    for map in maps { patterns.append(try NamePattern(map)) }
    guard type != nil || patterns.allSatisfy({ !$0.hasField }) else { throw .noType }
    self.patterns = patterns
    usual = type
  }

  package mutating func take(
    _ name: String, _ value: borrowing SecretBytes, line: Int
  ) throws(MovingError) {
    var trouble: MovingError?
    for pattern in patterns {
      for reading in pattern.readings(of: name) {
        guard let field = reading.field else {
          return try takeURL(reading.name, value, line: line)
        }
        guard let usual else { throw .noType }
        do throws(MovingError) {
          let field = try Draft.field(field, of: usual, leniently: true)
          guard value.count > 0 else { return }
          let place = draft(named: reading.name, of: usual, line: line)
          return try drafts[place].take(field.name, value.bytes)
        } catch .catalog(let error) {
          trouble = trouble ?? .catalog(error)
        }
      }
    }
    if let trouble { throw trouble }
    strangers.append(name)
  }

  private mutating func takeURL(
    _ name: String, _ value: borrowing SecretBytes, line: Int
  ) throws(MovingError) {
    guard value.count > 0 else { return }
    let bytes = value.bytes
    let url = try ConnectionURL(0..<bytes.count, of: bytes)
    let type = if let usual { usual } else { try url.type() }
    let place = draft(named: name, of: type, line: line)
    try url.fill(&drafts[place], from: bytes)
  }

  private mutating func draft(named variable: String, of type: ProfileType, line: Int) -> Int {
    let name = NamePattern.profileName(variable)
    if let place = places[name] { return place }
    places[name] = drafts.count
    drafts.append(Draft(line: line, name: name, type: type))
    return drafts.count - 1
  }
}
