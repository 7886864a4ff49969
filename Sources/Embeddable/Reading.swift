import Moving
package import Profiles
package import Sealing

/// Answers of the API, read where they lie.
package enum Reading {
  /// The names in `{"connections":[...]}`; objects with a name are taken for it too.
  package static func names(_ bytes: Span<UInt8>, under key: String) -> Set<String>? {
    var names: Set<String>?
    members(bytes) { (name, value) throws(MovingError) in
      guard name == key, case .array(let range) = value else { return }
      var found: Set<String> = []
      var cursor = JSONCursor(range)
      try cursor.elements(bytes) { (element) throws(MovingError) in
        switch element {
        case .string(let place, let isEscaped):
          found.insert(try JSONString.text(place, isEscaped: isEscaped, of: bytes))
        case .object(let place):
          if let name = text("name", in: place, of: bytes) { found.insert(name) }
        default: break
        }
      }
      names = found
    }
    return names
  }

  /// The data sources of an environment.
  package static func dataSources(_ bytes: Span<UInt8>) -> [DataSource]? {
    var sources: [DataSource]?
    members(bytes) { (name, value) throws(MovingError) in
      guard name == "datasources", case .array(let range) = value else { return }
      var found: [DataSource] = []
      var cursor = JSONCursor(range)
      try cursor.elements(bytes) { (element) throws(MovingError) in
        guard case .object(let place) = element,
          let source = text("data_source", in: place, of: bytes),
          let connection = text("connection", in: place, of: bytes)
        else { return }
        found.append(DataSource(source, connection))
      }
      sources = found
    }
    return sources
  }

  /// What an error says: the driver's own words if they are there, and the code.
  ///
  /// In locked memory: it may repeat what we sent.
  package static func complaint(_ bytes: Span<UInt8>, onlyOld: Bool = false) -> SecretBytes? {
    let wanted =
      onlyOld
      ? ["errorMessage"] : ["underlyingErrorMessage", "errorMessage", "message", "error"]
    var found: [String: Secret] = [:]
    let isObject = members(bytes) { (name, value) throws(MovingError) in
      guard wanted.contains(name) || (!onlyOld && name == "errorCode"),
        case .string(let place, let isEscaped) = value, !place.isEmpty
      else { return }
      found[name] = Secret(try JSONString.bytes(place, isEscaped: isEscaped, of: bytes))
    }
    guard isObject, let text = wanted.lazy.compactMap({ found[$0] }).first else { return nil }
    guard let code = found["errorCode"] else { return text.bytes.copy() }
    return SecretBytes(count: text.count + code.count + 3) { output in
      let first = text.span
      for index in first.indices { output.append(first[index]) }
      for byte in " (".utf8 { output.append(byte) }
      let second = code.span
      for index in second.indices { output.append(second[index]) }
      output.append(UInt8(ascii: ")"))
    }
  }

  /// Whether there is JSON, or nothing at all.
  static func isJSON(_ bytes: Span<UInt8>) -> Bool {
    var cursor = JSONCursor(0..<bytes.count)
    cursor.skipBlanks(bytes)
    if cursor.position == bytes.count { return true }
    do throws(MovingError) {
      _ = try cursor.value(bytes)
      try cursor.finish(bytes)
      return true
    } catch {
      return false
    }
  }

  private static func text(
    _ key: String, in place: Range<Int>, of bytes: Span<UInt8>
  ) -> String? {
    var found: String?
    members(bytes, in: place) { (name, value) throws(MovingError) in
      guard name == key, case .string(let place, let isEscaped) = value else { return }
      found = try JSONString.text(place, isEscaped: isEscaped, of: bytes)
    }
    return found
  }

  /// Hands over the members of an object; false where there is none, or it is broken.
  @discardableResult
  private static func members(
    _ bytes: Span<UInt8>, in place: Range<Int>? = nil,
    _ body: (String, JSONCursor.Value) throws(MovingError) -> Void
  ) -> Bool {
    var cursor = JSONCursor(place ?? 0..<bytes.count)
    do throws(MovingError) {
      try cursor.members(bytes) { (key, value) throws(MovingError) in
        guard let name = Bytes.text(bytes.extracting(key)) else { return }
        try body(name, value)
      }
      return true
    } catch {
      return false
    }
  }
}
