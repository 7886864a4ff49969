import Profiles
import Sealing

/// Follows the values of a script to what is written down: texts, numbers, objects.
struct ScriptResolver {
  /// What a value comes to.
  enum Content {
    case text(Secret)
    /// A number, `true` or `false`.
    case literal(Secret)
    case nothing
    case object([ScriptMember])
    case list([ScriptNode])

    var isText: Bool { if case .text = self { true } else { false } }

    /// The bytes of what is no object and no list.
    var plain: Secret? {
      switch self {
      case .text(let secret), .literal(let secret): secret
      case .nothing, .object, .list: nil
      }
    }
  }

  /// The longest text that is put together.
  private static let longest = 1 << 16
  /// How many names refer to names.
  private static let deepest = 32

  let script: Script
  private let environment: ScriptEnvironment
  /// A bound on texts that are made of texts that are made of texts.
  private var steps = 100_000
  /// Whether something came from the environment since this was set to false.
  var usedEnvironment = false

  init(_ script: Script, _ environment: ScriptEnvironment) {
    self.script = script
    self.environment = environment
  }

  /// What a value is; `key` is what it is called if there is something wrong with it.
  mutating func content(
    _ node: ScriptNode, _ key: String, _ bytes: Span<UInt8>, depth: Int = 0
  ) throws(LineProblem) -> Content {
    func wrong(_ what: String) -> LineProblem {
      LineProblem(line: node.line, error: .notWritten(Cleaned.text(key), what: what))
    }
    steps -= 1
    guard depth < Self.deepest, steps > 0 else { throw wrong("worked out") }
    switch node.value {
    case .text(let range, let isEscaped):
      do throws(MovingError) {
        return .text(
          Secret(try ScriptText.bytes(range, isEscaped: isEscaped, of: bytes)))
      } catch {
        throw LineProblem(line: node.line, error: error)
      }
    case .literal(let range):
      return .literal(Secret(SecretBytes(copying: bytes.extracting(range))))
    case .nothing: return .nothing
    case .object(let members): return .object(members)
    case .list(let nodes): return .list(nodes)
    case .strange(let what): throw wrong(what)
    case .path(let path):
      if path.count == 3, path[0] == "process", path[1] == "env" {
        guard let value = environment[path[2]] else {
          throw LineProblem(line: node.line, error: .unsetVariable(Cleaned.text(path[2])))
        }
        usedEnvironment = true
        return .text(value)
      }
      return try follow(path, key, bytes, node.line, depth)
    case .either(let choices): return try first(of: choices, key, bytes, depth)
    case .template(let parts), .sum(let parts):
      var pieces: [Secret] = []
      var isText = false
      for part in parts {
        let content = try content(part, key, bytes, depth: depth + 1)
        guard let piece = content.plain else { throw wrong("worked out") }
        isText = isText || content.isText
        pieces.append(piece)
      }
      // Numbers are added up, which is not done here.
      if case .sum = node.value, !isText { throw wrong("worked out") }
      guard pieces.reduce(0, { $0 + $1.count }) <= Self.longest else { throw wrong("too long") }
      return .text(Self.joined(pieces))
    }
  }

  private mutating func follow(
    _ path: [String], _ key: String, _ bytes: Span<UInt8>, _ line: Int, _ depth: Int
  ) throws(LineProblem) -> Content {
    // The name is not told: it may be a value that lacks its quotes.
    let unknown = LineProblem(
      line: line, error: .notWritten(Cleaned.text(key), what: "a name that the script does not set")
    )
    guard var node = script.constants[path[0]] else { throw unknown }
    for name in path.dropFirst() {
      guard
        case .object(let members) = try content(node, key, bytes, depth: depth + 1),
        let next = members[name]
      else { throw unknown }
      node = next
    }
    return try content(node, key, bytes, depth: depth + 1)
  }

  /// The first that is there and not empty; an unknown variable is one that is not there.
  private mutating func first(
    of choices: [ScriptNode], _ key: String, _ bytes: Span<UInt8>, _ depth: Int
  ) throws(LineProblem) -> Content {
    for choice in choices.dropLast() {
      do throws(LineProblem) {
        let found = try content(choice, key, bytes, depth: depth + 1)
        if case .nothing = found { continue }
        if let plain = found.plain, plain.count == 0 { continue }
        return found
      } catch {
        guard case .unsetVariable = error.error else { throw error }
      }
    }
    return try content(choices[choices.count - 1], key, bytes, depth: depth + 1)
  }

  static func joined(_ pieces: [Secret]) -> Secret {
    if pieces.count == 1 { return pieces[0] }
    return Secret(
      SecretBytes(count: pieces.reduce(0) { $0 + $1.count }) { output in
        for piece in pieces {
          let span = piece.span
          for index in span.indices { output.append(span[index]) }
        }
      })
  }

  /// A text that is no secret.
  mutating func text(
    _ node: ScriptNode, _ key: String, _ bytes: Span<UInt8>
  ) throws(LineProblem) -> String {
    guard let found = try content(node, key, bytes).plain, let text = Bytes.text(found.span) else {
      throw LineProblem(line: node.line, error: .wrongKind(Cleaned.text(key), wanted: "a text"))
    }
    return text
  }

  /// A value as JSON.
  mutating func json(
    _ content: Content, _ key: String, _ bytes: Span<UInt8>, depth: Int = 0
  ) throws(LineProblem) -> Secret {
    switch content {
    case .literal(let secret): return secret
    case .nothing: return Self.plain("null")
    case .text(let secret):
      return Secret(
        SecretBytes(count: 6 * secret.count + 2) { output in
          JSONText.put("\"", &output)
          let span = secret.span
          for index in span.indices { JSONText.escaped(span[index], &output) }
          JSONText.put("\"", &output)
        })
    case .object(let members):
      var pieces = [Self.plain("{")]
      for member in members {
        if pieces.count > 1 { pieces.append(Self.plain(",")) }
        pieces.append(
          Secret(
            SecretBytes(count: 6 * member.key.utf8.count + 3) { output in
              JSONText.quoted(member.key, &output)
              JSONText.put(":", &output)
            }))
        pieces.append(try inner(member.node, key + "." + member.key, bytes, depth))
      }
      return Self.joined(pieces + [Self.plain("}")])
    case .list(let nodes):
      var pieces = [Self.plain("[")]
      for node in nodes {
        if pieces.count > 1 { pieces.append(Self.plain(",")) }
        pieces.append(try inner(node, key, bytes, depth))
      }
      return Self.joined(pieces + [Self.plain("]")])
    }
  }

  private mutating func inner(
    _ node: ScriptNode, _ key: String, _ bytes: Span<UInt8>, _ depth: Int
  ) throws(LineProblem) -> Secret {
    let found = try content(node, key, bytes, depth: depth + 1)
    let json = try json(found, key, bytes, depth: depth + 1)
    guard json.count <= Self.longest else {
      throw LineProblem(line: node.line, error: .tooLong(limit: Self.longest))
    }
    return json
  }

  private static func plain(_ text: StaticString) -> Secret {
    Secret(SecretBytes(count: text.utf8CodeUnitCount) { output in JSONText.put(text, &output) })
  }
}
