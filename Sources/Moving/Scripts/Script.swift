import Sealing

/// What a Node script says of connections, found without running it.
struct Script {
  /// More than a script of this kind ever is.
  static let limit = 1 << 20

  /// A body as it would be sent.
  struct Body {
    let name: ScriptNode?
    let type: ScriptNode
    let credentials: ScriptNode
  }

  /// What `const`, `let` and `var` set, wherever they stand; the first one of a name counts.
  private(set) var constants: [String: ScriptNode] = [:]
  private(set) var bodies: [Body] = []
  /// What requests are sent with as their authorization.
  private(set) var authorizations: [ScriptNode] = []
  /// What is fetched, and texts that look like an address.
  private(set) var addresses: [ScriptNode] = []

  init(_ bytes: Span<UInt8>) throws(LineProblem) {
    guard bytes.count <= Self.limit else {
      throw LineProblem(line: 1, error: .tooLong(limit: Self.limit))
    }
    let tokens = try ScriptLexer.tokens(of: bytes)
    let parser = ScriptParser(tokens)
    var fetched: [ScriptNode] = []
    var written: [ScriptNode] = []
    for (place, token) in tokens.enumerated() {
      var here = parser
      here.place = place
      switch token.kind {
      case .word:
        let word = bytes.extracting(token.range)
        if Self.isAny(word, of: ["const", "let", "var"]) {
          here.place += 1
          declare(&here, bytes)
        } else if Self.isAny(word, of: ["fetch"]), tokens[place + 1].isMark("(") {
          here.place += 2
          fetched.append(here.value(bytes))
        }
      case .mark(UInt8(ascii: "{")):
        if let members = here.members(bytes) { take(members) }
      case .text where Self.isAddress(token.range, bytes): written.append(here.value(bytes))
      case .templateStart where Self.isAddress(tokens[place + 1].range, bytes):
        written.append(here.value(bytes))
      default: continue
      }
    }
    addresses = fetched + written
    if bodies.isEmpty, let body = constantBody { bodies = [body] }
  }

  private static func isAny(_ word: Span<UInt8>, of names: [StaticString]) -> Bool {
    names.contains { $0.utf8CodeUnitCount == word.count && Bytes.starts(word, at: 0, with: $0) }
  }

  /// Whether a text begins like an address of Embeddable; any other may hold a password.
  private static func isAddress(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard Bytes.starts(bytes, at: range.lowerBound, with: "http") else { return false }
    return range.contains { place in
      Bytes.starts(bytes, at: place, with: "embeddable.com")
        || Bytes.starts(bytes, at: place, with: "/api/v1")
    }
  }

  /// `NAME = VALUE, NAME = VALUE`, or `{ NAME, KEY: NAME } = VALUE`.
  private mutating func declare(_ parser: inout ScriptParser, _ bytes: Span<UInt8>) {
    repeat {
      if parser.token.kind == .word, let name = Bytes.text(bytes.extracting(parser.token.range)) {
        parser.place += 1
        guard parser.token.isMark("=") else { return }
        parser.place += 1
        let value = parser.value(bytes)
        if constants[name] == nil { constants[name] = value }
      } else if let members = parser.members(bytes), parser.token.isMark("=") {
        parser.place += 1
        guard case .path(let path) = parser.value(bytes).value else { return }
        for member in members {
          guard case .path(let local) = member.node.value, local.count == 1,
            constants[local[0]] == nil
          else { continue }
          constants[local[0]] = ScriptNode(
            value: .path(path + [member.key]), line: member.node.line)
        }
      } else {
        return
      }
      guard parser.token.isMark(",") else { return }
      parser.place += 1
    } while true
  }

  private mutating func take(_ members: [ScriptMember]) {
    for member in members where member.key.lowercased() == "authorization" {
      authorizations.append(member.node)
    }
    guard let type = members["type"], let credentials = members["credentials"] else { return }
    bodies.append(Body(name: members["name"], type: type, credentials: credentials))
  }

  /// The body that constants make, where no object does.
  private var constantBody: Body? {
    guard let credentials = constant(["credentials", "dbcredentials", "connectioncredentials"]),
      let type = constant(["dbtype", "databasetype", "connectiontype", "type"])
    else { return nil }
    return Body(name: nil, type: type, credentials: credentials)
  }

  /// A constant by the names that it goes by, without regard to case and underscores.
  func constant(_ names: [String]) -> ScriptNode? {
    for name in names {
      let found = constants.filter { $0.key.lowercased().filter { $0 != "_" } == name }
      if let first = found.min(by: { $0.key < $1.key }) { return first.value }
    }
    return nil
  }

  /// Where a value is set that is only named: people look for that line.
  func origin(of node: ScriptNode) -> ScriptNode {
    guard case .path(let path) = node.value, path.count == 1 else { return node }
    return constants[path[0]] ?? node
  }
}
