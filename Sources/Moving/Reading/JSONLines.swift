import Catalog
import Profiles
import Sealing

/// Reads a profile from one line of JSON.
///
/// `{"name":"a","type":"clickhouse","labels":{"stage":"prod"},"note":"","via":"b",
/// "fields":{"host":"x.example","port":8443},"secrets":{"password":"..."},"generate":["password"],
/// "bindings":["eu",{"workspace":"us","connection":"a-us","set":{"database":"a"}}]}`
enum JSONLines {
  static func profile(
    _ line: Lines.Line, of bytes: Span<UInt8>, usual type: ProfileType?
  ) throws(MovingError) -> Draft {
    let parts = try Parts(line.range, bytes)
    guard let name = try parts.text("name", parts.name, bytes) else { throw .missingKey("name") }
    let named = try parts.text("type", parts.type, bytes)
    let found: ProfileType
    if let named {
      do throws(CatalogError) { found = try Types.find(named) } catch { throw .catalog(error) }
    } else if let type {
      found = type
    } else {
      throw .missingKey("type")
    }
    var draft = Draft(line: line.number, name: name, type: found)
    if let note = try parts.text("note", parts.note, bytes) { draft.note(note) }
    if let via = try parts.text("via", parts.via, bytes) { draft.via(via) }
    if let labels = parts.labels { try addLabels(labels, bytes, to: &draft) }
    for part in [parts.fields, parts.secrets].compactMap({ $0 }) {
      try addFields(part, bytes, to: &draft)
    }
    if let wishes = parts.generate { try addWishes(wishes, bytes, to: &draft) }
    if let bindings = parts.bindings { try addBindings(bindings, bytes, to: &draft) }
    if case .array(let range)? = parts.missing, range.count > 2 { draft.allowIncomplete() }
    return draft
  }

  private static func addLabels(
    _ value: JSONCursor.Value, _ bytes: Span<UInt8>, to draft: inout Draft
  ) throws(MovingError) {
    guard case .object(let range) = value else {
      throw .wrongKind("labels", wanted: "an object of texts")
    }
    var cursor = JSONCursor(range)
    var seen: Set<String> = []
    try cursor.members(bytes) { key, value throws(MovingError) in
      let name = try JSONString.text(key, isEscaped: false, of: bytes)
      guard seen.insert(name).inserted else { throw MovingError.repeatedKey(Cleaned.text(name)) }
      guard case .string(let place, let isEscaped) = value else {
        throw MovingError.wrongKind("labels", wanted: "an object of texts")
      }
      draft.label(name, try JSONString.text(place, isEscaped: isEscaped, of: bytes))
    }
  }

  private static func addFields(
    _ value: JSONCursor.Value, _ bytes: Span<UInt8>, to draft: inout Draft
  ) throws(MovingError) {
    guard case .object(let range) = value else {
      throw .wrongKind("fields", wanted: "an object")
    }
    var cursor = JSONCursor(range)
    try cursor.members(bytes) { key, value throws(MovingError) in
      let name = try JSONString.text(key, isEscaped: false, of: bytes)
      switch value {
      case .string(let place, let isEscaped):
        guard UTF8Check.isText(bytes.extracting(place)) else { throw MovingError.notUTF8 }
        if isEscaped {
          try draft.take(
            name, secret: try JSONString.bytes(place, isEscaped: true, of: bytes))
        } else {
          try draft.take(name, bytes.extracting(place))
        }
      case .word(let place): try draft.take(name, bytes.extracting(place))
      case .object(let place):
        if let secret = try base64(place, name, bytes) {
          try draft.take(name, secret: secret)
        } else {
          try draft.take(name, bytes.extracting(place))
        }
      case .null: try draft.withhold(name)
      case .array:
        throw MovingError.wrongKind(Cleaned.text(name), wanted: "a text, number or object")
      }
    }
  }

  /// The bytes in `{"base64":"..."}`; nothing if it is another object.
  private static func base64(
    _ range: Range<Int>, _ name: String, _ bytes: Span<UInt8>
  ) throws(MovingError) -> SecretBytes? {
    var cursor = JSONCursor(range)
    var count = 0
    var place: Range<Int>?
    try cursor.members(bytes) { key, value throws(MovingError) in
      count += 1
      guard key.count == 6, Bytes.starts(bytes, at: key.lowerBound, with: "base64") else { return }
      if case .string(let found, _) = value { place = found }
    }
    guard count == 1, let place else { return nil }
    guard let decoded = Base64.decode(place, of: bytes) else {
      throw .notBase64(Cleaned.text(name))
    }
    return decoded
  }

  /// `["password"]`, or `{"password":40}` with the length.
  private static func addWishes(
    _ value: JSONCursor.Value, _ bytes: Span<UInt8>, to draft: inout Draft
  ) throws(MovingError) {
    let wanted = MovingError.wrongKind("generate", wanted: "a list of fields, or lengths by field")
    switch value {
    case .array(let range):
      var cursor = JSONCursor(range)
      try cursor.elements(bytes) { value throws(MovingError) in
        guard case .string(let place, let isEscaped) = value else { throw wanted }
        try draft.generate(
          try JSONString.text(place, isEscaped: isEscaped, of: bytes), length: 32)
      }
    case .object(let range):
      var cursor = JSONCursor(range)
      try cursor.members(bytes) { key, value throws(MovingError) in
        guard case .word(let place) = value, let text = Bytes.text(bytes.extracting(place)),
          let length = Int(text)
        else { throw wanted }
        try draft.generate(
          try JSONString.text(key, isEscaped: false, of: bytes), length: length)
      }
    default: throw wanted
    }
  }
}

/// Where the parts of a profile stand in its line.
private struct Parts {
  var name: JSONCursor.Value?
  var type: JSONCursor.Value?
  var labels: JSONCursor.Value?
  var note: JSONCursor.Value?
  var via: JSONCursor.Value?
  var fields: JSONCursor.Value?
  var secrets: JSONCursor.Value?
  var generate: JSONCursor.Value?
  var bindings: JSONCursor.Value?
  var missing: JSONCursor.Value?

  init(_ range: Range<Int>, _ bytes: Span<UInt8>) throws(MovingError) {
    var seen: Set<String> = []
    var found: [String: JSONCursor.Value] = [:]
    var cursor = JSONCursor(range)
    try cursor.members(bytes) { key, value throws(MovingError) in
      let word = try JSONString.text(key, isEscaped: false, of: bytes)
      guard seen.insert(word).inserted else { throw MovingError.repeatedKey(Cleaned.text(word)) }
      found[word] = value
    }
    try cursor.finish(bytes)
    name = found.removeValue(forKey: "name")
    type = found.removeValue(forKey: "type")
    labels = found.removeValue(forKey: "labels")
    note = found.removeValue(forKey: "note")
    via = found.removeValue(forKey: "via")
    fields = found.removeValue(forKey: "fields")
    secrets = found.removeValue(forKey: "secrets")
    generate = found.removeValue(forKey: "generate")
    bindings = found.removeValue(forKey: "bindings")
    missing = found.removeValue(forKey: "missing")
    // Written by an export for who reads it; it says nothing about what arrives.
    found["version"] = nil
    if let strange = found.keys.min() { throw .strangeKey(Cleaned.text(strange)) }
  }

  func text(
    _ key: String, _ value: JSONCursor.Value?, _ bytes: Span<UInt8>
  ) throws(MovingError) -> String? {
    switch value {
    case nil, .null?: return nil
    case .string(let range, let isEscaped)?:
      return try JSONString.text(range, isEscaped: isEscaped, of: bytes)
    default: throw .wrongKind(key, wanted: "a text")
    }
  }
}
