/// Reads values among the tokens of a script.
///
/// It never fails: what it cannot read is `strange`, which is an error only where it matters.
struct ScriptParser {
  /// The deepest nesting that is walked into.
  private static let deepest = 32

  private let tokens: [ScriptToken]
  /// For each bracket that opens, the place of the one that closes it.
  private let partners: [Int: Int]
  var place = 0

  init(_ tokens: [ScriptToken]) {
    self.tokens = tokens
    var partners: [Int: Int] = [:]
    var open: [(place: Int, closing: ScriptToken.Kind)] = []
    for (place, token) in tokens.enumerated() {
      switch token.kind {
      case .mark(UInt8(ascii: "(")): open.append((place, .mark(UInt8(ascii: ")"))))
      case .mark(UInt8(ascii: "[")): open.append((place, .mark(UInt8(ascii: "]"))))
      case .mark(UInt8(ascii: "{")): open.append((place, .mark(UInt8(ascii: "}"))))
      case .templateStart: open.append((place, .templateEnd))
      default:
        if let last = open.last, last.closing == token.kind {
          partners[last.place] = place
          open.removeLast()
        }
      }
    }
    self.partners = partners
  }

  var token: ScriptToken { tokens[min(place, tokens.count - 1)] }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard token.isMark(mark) else { return false }
    place += 1
    return true
  }

  /// Goes on to what ends the value that stands here.
  private mutating func skip() {
    while true {
      switch token.kind {
      case .end, .close, .templateEnd: return
      case .mark(let mark) where ",;)]}".utf8.contains(mark): return
      case .mark(let mark) where "([{".utf8.contains(mark): leap()
      case .templateStart: leap()
      default: place += 1
      }
    }
  }

  /// Goes behind the bracket that closes the one that stands here.
  private mutating func leap() { place = (partners[place] ?? tokens.count - 2) + 1 }

  private mutating func strange(_ what: String) -> ScriptValue {
    skip()
    return .strange(what)
  }

  /// What stands in brackets, and could not be read.
  private mutating func passed(_ start: Int) -> ScriptValue {
    place = start
    leap()
    return .strange("worked out")
  }

  mutating func value(_ bytes: Span<UInt8>, depth: Int = 0) -> ScriptNode {
    let line = token.line
    var choices = [sum(bytes, depth)]
    while token.kind == .either {
      place += 1
      choices.append(sum(bytes, depth))
    }
    switch token.kind {
    case .operation, .open, .spread, .mark(UInt8(ascii: "?")):
      return ScriptNode(value: strange("worked out"), line: line)
    default: break
    }
    return choices.count == 1 ? choices[0] : ScriptNode(value: .either(choices), line: line)
  }

  private mutating func sum(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptNode {
    let line = token.line
    var parts = [ScriptNode(value: asked(bytes, depth), line: line)]
    while take("+") {
      let line = token.line
      parts.append(ScriptNode(value: asked(bytes, depth), line: line))
    }
    return parts.count == 1 ? parts[0] : ScriptNode(value: .sum(parts), line: line)
  }

  /// A term, and whatever is asked of it: calls, indices and members are not followed.
  private mutating func asked(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptValue {
    var value = term(bytes, depth)
    while true {
      switch token.kind {
      case .mark(UInt8(ascii: "(")):
        value = .strange("a call")
        leap()
      case .mark(UInt8(ascii: "[")), .templateStart:
        value = .strange("worked out")
        leap()
      case .mark(UInt8(ascii: ".")), .mark(UInt8(ascii: "!")):
        value = .strange("worked out")
        place += 1
        if token.kind == .word { place += 1 }
      default: return value
      }
    }
  }

  private mutating func term(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptValue {
    guard depth < Self.deepest else { return strange("nested too deeply") }
    let token = token
    switch token.kind {
    case .text(let isEscaped):
      place += 1
      return .text(token.range, isEscaped: isEscaped)
    case .number:
      place += 1
      return isPlain(token.range, bytes)
        ? .literal(token.range) : .strange("an unusual number")
    case .templateStart: return template(bytes, depth)
    case .word: return word(bytes)
    case .mark(UInt8(ascii: "(")):
      let start = place
      place += 1
      let inner = value(bytes, depth: depth + 1)
      return take(")") ? inner.value : passed(start)
    case .mark(UInt8(ascii: "{")):
      let start = place
      return members(bytes, depth: depth + 1).map { .object($0) } ?? passed(start)
    case .mark(UInt8(ascii: "[")): return list(bytes, depth)
    default: return strange("worked out")
    }
  }

  /// Digits, with one point at most.
  private func isPlain(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var points = 0
    for index in range {
      if bytes[index] == UInt8(ascii: ".") {
        points += 1
      } else if !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
        return false
      }
    }
    let hasZero = range.count > 1 && bytes[range.lowerBound] == UInt8(ascii: "0")
    return points < 2 && bytes[range.upperBound - 1] != UInt8(ascii: ".")
      && (!hasZero || bytes[range.lowerBound + 1] == UInt8(ascii: "."))
  }

  private mutating func template(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptValue {
    let start = place
    place += 1
    var parts: [ScriptNode] = []
    while true {
      let token = token
      switch token.kind {
      case .chunk(let isEscaped):
        place += 1
        parts.append(
          ScriptNode(value: .text(token.range, isEscaped: isEscaped), line: token.line))
      case .open:
        place += 1
        parts.append(value(bytes, depth: depth + 1))
        guard self.token.kind == .close else { return passed(start) }
        place += 1
      case .templateEnd:
        place += 1
        return .template(parts)
      default: return passed(start)
      }
    }
  }

  private mutating func word(_ bytes: Span<UInt8>) -> ScriptValue {
    let range = token.range
    guard let first = Bytes.text(bytes.extracting(range)) else { return strange("worked out") }
    place += 1
    switch first {
    case "true", "false": return .literal(range)
    case "null", "undefined": return .nothing
    case "function", "async", "class", "new", "await", "typeof", "void":
      return strange("worked out")
    default: break
    }
    var path = [first]
    while true {
      let start = place
      if take("."), token.kind == .word, let next = Bytes.text(bytes.extracting(token.range)) {
        path.append(next)
        place += 1
      } else if place == start, take("["), case .text(isEscaped: false) = token.kind,
        let next = Bytes.text(bytes.extracting(token.range)), tokens[place + 1].isMark("]")
      {
        path.append(next)
        place += 2
      } else {
        place = start
        return .path(path)
      }
    }
  }

  private mutating func list(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptValue {
    let start = place
    place += 1
    var nodes: [ScriptNode] = []
    while !take("]") {
      nodes.append(value(bytes, depth: depth + 1))
      guard take(",") || token.isMark("]") else { return passed(start) }
    }
    return .list(nodes)
  }

  /// The members of the object that begins here; nothing if it is a block of code.
  mutating func members(_ bytes: Span<UInt8>, depth: Int = 1) -> [ScriptMember]? {
    guard take("{") else { return nil }
    var members: [ScriptMember] = []
    while !take("}") {
      guard let member = member(bytes, depth) else { return nil }
      members.append(member)
      if take(",") || token.isMark("}") { continue }
      // Something follows the value: it is not as simple as it looked.
      skip()
      members[members.count - 1] = ScriptMember(
        key: member.key, node: ScriptNode(value: .strange("worked out"), line: member.node.line))
      guard take(",") || token.isMark("}") else { return nil }
    }
    return members
  }

  private mutating func member(_ bytes: Span<UInt8>, _ depth: Int) -> ScriptMember? {
    let token = token
    let line = token.line
    switch token.kind {
    case .spread:
      return ScriptMember(key: "...", node: ScriptNode(value: strange("a spread"), line: line))
    case .mark(UInt8(ascii: "[")):
      return ScriptMember(key: "[]", node: ScriptNode(value: strange("worked out"), line: line))
    case .word, .number, .text(isEscaped: false): break
    default: return nil
    }
    guard let key = Bytes.text(bytes.extracting(token.range)) else { return nil }
    place += 1
    if take(":") { return ScriptMember(key: key, node: value(bytes, depth: depth)) }
    guard token.kind == .word else { return nil }
    if self.token.isMark(",") || self.token.isMark("}") {
      return ScriptMember(key: key, node: ScriptNode(value: .path([key]), line: line))
    }
    guard self.token.isMark("(") || ["get", "set", "async"].contains(key) else { return nil }
    return ScriptMember(key: key, node: ScriptNode(value: strange("a function"), line: line))
  }
}
