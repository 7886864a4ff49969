/// Takes a JavaScript file apart into tokens where it lies.
///
/// It knows comments, quotes, templates and regular expressions well enough never to take one for
/// another; everything else it lets pass, for it is never run.
struct ScriptLexer {
  private var position: Int
  private var line = 1
  private var tokens: [ScriptToken] = []
  /// How many braces are open in each template that something is being put into.
  private var templates: [Int] = []

  static func tokens(of bytes: Span<UInt8>) throws(LineProblem) -> [ScriptToken] {
    var lexer = ScriptLexer(position: Lines.start(of: bytes))
    if Bytes.starts(bytes, at: lexer.position, with: "#!") { lexer.skipLine(bytes) }
    while lexer.position < bytes.count { try lexer.step(bytes) }
    guard lexer.templates.isEmpty else { throw lexer.problem("a template is never closed") }
    lexer.put(.end, from: bytes.count)
    return lexer.tokens
  }

  private init(position: Int) { self.position = position }

  private func problem(_ what: String, at place: Int? = nil) -> LineProblem {
    LineProblem(line: place ?? line, error: .notScript(what))
  }

  private mutating func put(_ kind: ScriptToken.Kind, from start: Int) {
    tokens.append(ScriptToken(kind: kind, range: start..<position, line: line))
  }

  private mutating func step(_ bytes: Span<UInt8>) throws(LineProblem) {
    let start = position
    let byte = bytes[start]
    switch byte {
    case 0: throw LineProblem(line: line, error: .nul)
    case 0x0A:
      line += 1
      position += 1
    case 0x01...0x20: position += 1
    case UInt8(ascii: "'"), UInt8(ascii: "\""): try quoted(byte, bytes)
    case UInt8(ascii: "`"):
      position += 1
      put(.templateStart, from: start)
      try template(bytes)
    case UInt8(ascii: "/"): try slash(bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      while position < bytes.count, isWordByte(bytes[position]) || bytes[position] == 0x2E {
        position += 1
      }
      put(.number, from: start)
    case let byte where isWordByte(byte):
      while position < bytes.count, isWordByte(bytes[position]) { position += 1 }
      put(.word, from: start)
    case UInt8(ascii: "{"):
      if !templates.isEmpty { templates[templates.count - 1] += 1 }
      mark(bytes)
    case UInt8(ascii: "}"):
      guard let depth = templates.last else { return mark(bytes) }
      if depth > 0 {
        templates[templates.count - 1] -= 1
        mark(bytes)
      } else {
        templates.removeLast()
        position += 1
        put(.close, from: start)
        try template(bytes)
      }
    default: operation(bytes)
    }
  }

  private mutating func mark(_ bytes: Span<UInt8>) {
    let start = position
    position += 1
    put(.mark(bytes[start]), from: start)
  }

  private mutating func skipLine(_ bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
  }

  private mutating func operation(_ bytes: Span<UInt8>) {
    let start = position
    func comes(_ text: StaticString) -> Bool { Bytes.starts(bytes, at: start, with: text) }
    if comes("...") {
      position += 3
      return put(.spread, from: start)
    }
    if comes("||") || comes("??") {
      position += 2
      let sets = position < bytes.count && bytes[position] == UInt8(ascii: "=")
      return put(sets ? .operation : .either, from: start)
    }
    // Not a value that is set, nor texts that are joined.
    if comes("==") || comes("=>") || comes("++") || comes("+=") || comes("?.") {
      position += comes("===") ? 3 : 2
      return put(.operation, from: start)
    }
    if "()[],;:.=+?!".utf8.contains(bytes[start]) { return mark(bytes) }
    position += 1
    put(.operation, from: start)
  }

  private mutating func quoted(_ quote: UInt8, _ bytes: Span<UInt8>) throws(LineProblem) {
    let opened = line
    position += 1
    let start = position
    var isEscaped = false
    while position < bytes.count, bytes[position] != quote {
      switch bytes[position] {
      case 0: throw LineProblem(line: line, error: .nul)
      case 0x0A: throw problem("a text is never closed", at: opened)
      case UInt8(ascii: "\\"):
        isEscaped = true
        skipEscape(bytes)
      default: position += 1
      }
    }
    guard position < bytes.count else { throw problem("a text is never closed", at: opened) }
    tokens.append(
      ScriptToken(kind: .text(isEscaped: isEscaped), range: start..<position, line: opened))
    position += 1
  }

  /// The text of a template up to its end, or to the next thing that is put into it.
  private mutating func template(_ bytes: Span<UInt8>) throws(LineProblem) {
    let opened = line
    let start = position
    var isEscaped = false
    while position < bytes.count {
      let byte = bytes[position]
      let isOpening = Bytes.starts(bytes, at: position, with: "${")
      guard byte != UInt8(ascii: "`"), !isOpening else {
        if position > start {
          let range = start..<position
          tokens.append(
            ScriptToken(kind: .chunk(isEscaped: isEscaped), range: range, line: opened))
        }
        let mark = position
        position += isOpening ? 2 : 1
        if isOpening { templates.append(0) }
        return put(isOpening ? .open : .templateEnd, from: mark)
      }
      switch byte {
      case 0: throw LineProblem(line: line, error: .nul)
      case UInt8(ascii: "\\"):
        isEscaped = true
        skipEscape(bytes)
      default:
        // A line ends as a line feed, however the file has it.
        if byte == 0x0D { isEscaped = true }
        if byte == 0x0A { line += 1 }
        position += 1
      }
    }
    throw problem("a template is never closed", at: opened)
  }

  private mutating func skipEscape(_ bytes: Span<UInt8>) {
    position += 1
    guard position < bytes.count else { return }
    if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A {
      position += 1
    }
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  /// A comment, a regular expression or a division.
  private mutating func slash(_ bytes: Span<UInt8>) throws(LineProblem) {
    let start = position
    if Bytes.starts(bytes, at: start, with: "//") { return skipLine(bytes) }
    if Bytes.starts(bytes, at: start, with: "/*") {
      let opened = line
      position += 2
      while position < bytes.count {
        if Bytes.starts(bytes, at: position, with: "*/") {
          position += 2
          return
        }
        if bytes[position] == 0x0A { line += 1 }
        position += 1
      }
      throw problem("a comment is never closed", at: opened)
    }
    position = expressionEnd(bytes) ?? start + 1
    put(.operation, from: start)
  }

  /// Where a regular expression that begins here ends; nothing if it is a division.
  private func expressionEnd(_ bytes: Span<UInt8>) -> Int? {
    guard beginsValue(bytes) else { return nil }
    var index = position + 1
    var isInClass = false
    while index < bytes.count, bytes[index] != 0x0A {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass: return index + 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether a value may stand here, by what stands before.
  private func beginsValue(_ bytes: Span<UInt8>) -> Bool {
    guard let last = tokens.last else { return true }
    switch last.kind {
    case .mark(let mark): return !")].".utf8.contains(mark)
    case .either, .spread, .operation, .open: return true
    case .word:
      return last.range.count == 6 && Bytes.starts(bytes, at: last.range.lowerBound, with: "return")
    default: return false
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
