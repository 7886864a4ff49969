import Profiles

extension JSONLines {
  private static let wanted = MovingError.wrongKind(
    "bindings", wanted: "a list of workspaces, or of objects with workspace, connection and set")

  /// `["eu"]`, `["eu/acme"]`, or `[{"workspace":"eu","connection":"acme","set":{"database":"a"}}]`.
  static func addBindings(
    _ value: JSONCursor.Value, _ bytes: Span<UInt8>, to draft: inout Draft
  ) throws(MovingError) {
    guard case .array(let range) = value else { throw wanted }
    var cursor = JSONCursor(range)
    try cursor.elements(bytes) { value throws(MovingError) in
      switch value {
      case .string(let place, let isEscaped):
        let text = try JSONString.text(place, isEscaped: isEscaped, of: bytes)
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        draft.bind(
          MovedBinding(String(parts[0]), connection: parts.count > 1 ? String(parts[1]) : nil))
      case .object(let place): draft.bind(try binding(place, bytes))
      default: throw wanted
      }
    }
  }

  private static func binding(
    _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> MovedBinding {
    var workspace: String?
    var connection: String?
    var overrides: [MovedBinding.Override] = []
    var seen: Set<String> = []
    var cursor = JSONCursor(range)
    try cursor.members(bytes) { key, value throws(MovingError) in
      let word = try JSONString.text(key, isEscaped: false, of: bytes)
      guard seen.insert(word).inserted else { throw MovingError.repeatedKey(Cleaned.text(word)) }
      switch (word, value) {
      case ("workspace", .string(let place, let isEscaped)):
        workspace = try JSONString.text(place, isEscaped: isEscaped, of: bytes)
      case ("connection", .string(let place, let isEscaped)):
        connection = try JSONString.text(place, isEscaped: isEscaped, of: bytes)
      case ("set", .object(let place)): overrides = try self.overrides(place, bytes)
      case ("workspace", _), ("connection", _), ("set", _): throw wanted
      default: throw MovingError.strangeBindingKey(Cleaned.text(word))
      }
    }
    guard let workspace else { throw .missingKey("workspace") }
    return MovedBinding(workspace, connection: connection, overrides)
  }

  private static func overrides(
    _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> [MovedBinding.Override] {
    var overrides: [MovedBinding.Override] = []
    var seen: Set<String> = []
    var cursor = JSONCursor(range)
    try cursor.members(bytes) { key, value throws(MovingError) in
      let field = try JSONString.text(key, isEscaped: false, of: bytes)
      guard seen.insert(field).inserted else {
        throw MovingError.repeatedKey(Cleaned.text(field))
      }
      switch value {
      case .string(let place, let isEscaped):
        overrides.append(
          MovedBinding.Override(
            field, try JSONString.text(place, isEscaped: isEscaped, of: bytes)))
      case .word(let place):
        guard let text = Bytes.text(bytes.extracting(place)) else { throw MovingError.notUTF8 }
        overrides.append(MovedBinding.Override(field, text))
      default: throw MovingError.wrongKind(Cleaned.text(field), wanted: "a text or a number")
      }
    }
    return overrides
  }
}
