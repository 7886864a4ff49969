import Catalog
import Profiles

/// What the columns of a table stand for.
struct ColumnMap {
  enum Target: Equatable {
    case name, type, note, via, labels, url
    case label(String)
    case field(String)
    /// Left out on purpose.
    case nothing
  }

  let targets: [Target]

  /// Reads the header; `maps` are words like `column=field`, and what they do not name goes by its
  /// own name.
  init(
    header: [String], maps: [String], usual type: ProfileType?
  ) throws(MovingError) {
    var chosen: [String: String] = [:]
    for map in maps {
      guard let equals = map.firstIndex(of: "="), equals != map.startIndex else {
        throw .badMap(Cleaned.text(map))
      }
      let column = String(map[..<equals])
      guard header.contains(column) else { throw .noColumn(Cleaned.text(column)) }
      chosen[column] = String(map[map.index(after: equals)...])
    }
    var targets: [Target] = []
    var seen: Set<String> = []
    for column in header {
      guard seen.insert(column).inserted else { throw .columnTwice(Cleaned.text(column)) }
      targets.append(
        try Self.target(chosen[column] ?? column, of: type, isChosen: chosen[column] != nil))
    }
    guard targets.contains(.name) else { throw .noColumn("name") }
    guard type != nil || targets.contains(.type) else { throw .noType }
    self.targets = targets
  }

  private static func target(
    _ word: String, of type: ProfileType?, isChosen: Bool
  ) throws(MovingError) -> Target {
    switch word {
    case "": return .nothing
    case "name": return .name
    case "type": return .type
    case "note": return .note
    case "via": return .via
    case "labels": return .labels
    default: break
    }
    if word.hasPrefix("label."), word.utf8.count > 6 { return .label(String(word.dropFirst(6))) }
    guard let type else {
      // Each row names its own type, whose fields are looked up then.
      if word == "url", !Types.all.contains(where: { $0["url"] != nil }) { return .url }
      return .field(word)
    }
    do throws(MovingError) {
      return .field(try Draft.field(word, of: type, leniently: false).name)
    } catch {
      if word == "url" { return .url }
      if isChosen { throw error }
      throw .strangeColumn(
        Cleaned.text(word),
        known: ["name", "type", "labels", "label.KEY", "note", "via", "url"]
          + type.fields.map(\.name),
        meant: (try? Draft.field(word, of: type, leniently: true))?.name)
    }
  }
}
