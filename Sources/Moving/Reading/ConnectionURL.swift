package import Catalog
import Profiles
import Sealing

/// A connection URL taken apart where it lies, its password never anything but bytes.
package struct ConnectionURL {
  private let scheme: String
  private let user: Range<Int>?
  private let password: Range<Int>?
  private let host: Range<Int>
  private let port: Range<Int>?
  private let path: Range<Int>
  private let query: Range<Int>?

  package init(_ range: Range<Int>, of bytes: Span<UInt8>) throws(MovingError) {
    guard let colon = Bytes.first(UInt8(ascii: ":"), in: range, of: bytes),
      Bytes.starts(bytes.extracting(range), at: colon - range.lowerBound, with: "://"),
      let scheme = Bytes.text(bytes.extracting(range.lowerBound..<colon)), !scheme.isEmpty
    else { throw .notURL("there is no '://' in it") }
    self.scheme = scheme.lowercased()
    let rest = colon + 3..<range.upperBound
    let end = Self.end(of: rest, bytes)
    // Else a piece of a password would be taken for a host, and hosts are shown.
    if Bytes.first(UInt8(ascii: "@"), in: end..<rest.upperBound, of: bytes) != nil {
      throw .notURL("a / ? # or @ in the password is to be written %2F %3F %23 or %40")
    }
    let hash = Bytes.first(UInt8(ascii: "#"), in: end..<rest.upperBound, of: bytes)
    let tail = end..<(hash ?? rest.upperBound)
    let mark = Bytes.first(UInt8(ascii: "?"), in: tail, of: bytes)
    path = tail.lowerBound..<(mark ?? tail.upperBound)
    query = mark.map { $0 + 1..<tail.upperBound }
    var place = rest.lowerBound..<end
    // A password may hold a bare @: the last one ends the login.
    var login: Range<Int>?
    for index in place where bytes[index] == UInt8(ascii: "@") {
      login = rest.lowerBound..<index
    }
    if let login {
      place = login.upperBound + 1..<end
      let parting = Bytes.first(UInt8(ascii: ":"), in: login, of: bytes)
      user = login.lowerBound..<(parting ?? login.upperBound)
      password = parting.map { $0 + 1..<login.upperBound }
    } else {
      user = nil
      password = nil
    }
    var parting = place.upperBound
    if place.isEmpty { throw .notURL("there is no host in it") }
    if bytes[place.lowerBound] == UInt8(ascii: "[") {
      guard let closing = Bytes.first(UInt8(ascii: "]"), in: place, of: bytes) else {
        throw .notURL("the address has no end")
      }
      parting = closing + 1
    } else {
      parting = Bytes.first(UInt8(ascii: ":"), in: place, of: bytes) ?? place.upperBound
    }
    host = place.lowerBound..<parting
    port = parting < place.upperBound ? parting + 1..<place.upperBound : nil
    guard !host.isEmpty else { throw .notURL("there is no host in it") }
    if parting < place.upperBound, bytes[parting] != UInt8(ascii: ":") {
      throw .notURL("something follows the address")
    }
    if let port {
      // What stands there may be a password whose host was forgotten, so it is not shown.
      for index in port where !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
        throw .notURL("the port is no number")
      }
    }
    if Bytes.first(UInt8(ascii: ","), in: host, of: bytes) != nil {
      throw .notURL("it names several hosts")
    }
  }

  /// Where the authority ends: at a slash, a question mark or a hash.
  private static func end(of range: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    for index in range {
      switch bytes[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return index
      default: continue
      }
    }
    return range.upperBound
  }

  /// The type that the scheme stands for.
  package func type() throws(MovingError) -> ProfileType {
    let name =
      switch scheme {
      case "postgres", "postgresql": "postgres"
      case "redshift": "redshift"
      case "mysql", "mariadb": "mysql"
      case "mssql", "sqlserver": "mssql"
      case "clickhouse", "clickhouses", "ch": "clickhouse"
      default: ""
      }
    guard let type = Types.named(name) else { throw .strangeScheme(Cleaned.text(scheme)) }
    return type
  }

  /// Puts all that the URL says into a draft.
  package func fill(_ draft: inout Draft, from bytes: Span<UInt8>) throws(MovingError) {
    try put("host", host, bytes, into: &draft)
    if let port, !port.isEmpty { try put("port", port, bytes, into: &draft) }
    if let user, !user.isEmpty { try put("user", user, bytes, into: &draft) }
    if let password, !password.isEmpty {
      let secret = try Self.decoded(password, bytes)
      guard let field = draft.type.secretFields.first else {
        throw .notURL("a \(draft.type.name) has no password")
      }
      try draft.take(field.name, secret: secret)
    }
    let name = path.isEmpty ? path : path.lowerBound + 1..<path.upperBound
    if !name.isEmpty { try put("database", name, bytes, into: &draft) }
    if draft.type["protocol"] != nil { try putProtocol(into: &draft, bytes) }
    if let query { try putQuery(query, bytes, into: &draft) }
  }

  private func putProtocol(into draft: inout Draft, _ bytes: Span<UInt8>) throws(MovingError) {
    switch scheme {
    case "http": try draft.take("protocol", text: "http:")
    case "https", "clickhouses": try draft.take("protocol", text: "https:")
    default: break
    }
  }

  private func put(
    _ word: String, _ range: Range<Int>, _ bytes: Span<UInt8>, into draft: inout Draft
  ) throws(MovingError) {
    let plain = try Self.decoded(range, bytes)
    try draft.take(word, plain.bytes, leniently: true)
  }

  /// `key=value` parts: those that the type knows are fields, the others are named in a remark.
  private func putQuery(
    _ query: Range<Int>, _ bytes: Span<UInt8>, into draft: inout Draft
  ) throws(MovingError) {
    var start = query.lowerBound
    while start < query.upperBound {
      let stop =
        Bytes.first(UInt8(ascii: "&"), in: start..<query.upperBound, of: bytes)
        ?? query.upperBound
      defer { start = stop + 1 }
      guard let equals = Bytes.first(UInt8(ascii: "="), in: start..<stop, of: bytes),
        let key = Bytes.text(bytes.extracting(start..<equals)), !key.isEmpty
      else { continue }
      try putParameter(key, equals + 1..<stop, bytes, into: &draft)
    }
  }

  private func putParameter(
    _ key: String, _ range: Range<Int>, _ bytes: Span<UInt8>, into draft: inout Draft
  ) throws(MovingError) {
    let value = try Self.decoded(range, bytes)
    if key == "sslmode", draft.type["ssl"] != nil {
      guard let mode = Bytes.text(value.bytes) else { throw .notUTF8 }
      try draft.take("ssl", text: mode == "disable" ? "false" : "true")
      if ["require", "prefer", "allow"].contains(mode) {
        draft.remark("sslmode=\(mode) became ssl=true, which verifies the certificate")
      }
      return
    }
    if key == "secure" || key == "ssl", draft.type["protocol"] != nil {
      guard let word = Bytes.text(value.bytes) else { throw .notUTF8 }
      return try draft.take(
        "protocol", text: ["0", "false"].contains(word.lowercased()) ? "http:" : "https:")
    }
    guard let field = try? Draft.field(key, of: draft.type, leniently: true) else {
      return draft.remark("the URL's '\(Cleaned.text(key))' was left out")
    }
    try draft.take(field.name, value.bytes)
  }

  /// The bytes that percent signs stand for, in locked memory.
  static func decoded(
    _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> SecretBytes {
    try SecretBytes(count: range.count) { output throws(MovingError) in
      var index = range.lowerBound
      while index < range.upperBound {
        if bytes[index] != UInt8(ascii: "%") {
          output.append(bytes[index])
          index += 1
          continue
        }
        guard index + 2 < range.upperBound, let high = Bytes.hexDigit(bytes[index + 1]),
          let low = Bytes.hexDigit(bytes[index + 2])
        else { throw .notURL("a % is not followed by two digits") }
        output.append(high << 4 | low)
        index += 3
      }
    }
  }
}
