import Catalog
import Profiles
import Sealing

/// Sorts the credentials of a script into the fields of a profile, by where they stand on the wire.
struct ScriptConnection {
  private(set) var draft: Draft
  /// How many secrets came from the environment, and so are not in the script.
  private(set) var fromEnvironment = 0
  private var taken: [String: Secret] = [:]
  /// Fields that stand under their right names.
  private var exact: Set<String> = []

  init(
    _ body: Script.Body, named name: String, _ resolver: inout ScriptResolver,
    _ bytes: Span<UInt8>
  ) throws(LineProblem) {
    let word = try resolver.text(body.type, "type", bytes)
    let line = resolver.script.origin(of: body.credentials).line
    let content = try resolver.content(body.credentials, "credentials", bytes)
    guard case .object(let members) = content else {
      throw LineProblem(
        line: line, error: .wrongKind("credentials", wanted: "an object, written in the script"))
    }
    let type: ProfileType
    do throws(MovingError) {
      type = try Self.type(word)
    } catch {
      throw LineProblem(line: resolver.script.origin(of: body.type).line, error: error)
    }
    draft = Draft(line: line, name: name, type: type)
    if type.wireType == nil {
      resolver.usedEnvironment = false
      let json = try resolver.json(content, "credentials", bytes)
      fromEnvironment = resolver.usedEnvironment ? 1 : 0
      draft.remark("'\(Cleaned.text(word))' is no type of the catalog: it is kept as it stands")
      try at(line) { draft throws(MovingError) in
        try draft.take("driver", text: word)
        try draft.take("credentials", json.span)
      }
      return
    }
    exact = Set(type.fields.filter { $0.wirePaths.contains { members[$0[0]] != nil } }.map(\.name))
    try walk(members, [], &resolver, bytes)
  }

  /// The type that is called so on the wire; what the catalog does not know is `custom`.
  private static func type(_ word: String) throws(MovingError) -> ProfileType {
    if let type = Types.all.first(where: { $0.wireType == word }) { return type }
    do throws(CatalogError) {
      _ = try Types.find(word)
    } catch .unknownType(let name, let known, let meant?) {
      throw .catalog(.unknownType(name: name, known: known, meant: meant))
    } catch {}
    guard let custom = Types.named("custom") else { throw .noType }
    return custom
  }

  private mutating func at(
    _ line: Int, _ body: (inout Draft) throws(MovingError) -> Void
  ) throws(LineProblem) {
    do throws(MovingError) {
      try body(&draft)
    } catch {
      throw LineProblem(line: line, error: error)
    }
  }

  private mutating func walk(
    _ members: [ScriptMember], _ above: [String], _ resolver: inout ScriptResolver,
    _ bytes: Span<UInt8>
  ) throws(LineProblem) {
    for member in members {
      let path = above + [member.key]
      let key = path.joined(separator: ".")
      let line = member.node.line
      resolver.usedEnvironment = false
      let content = try resolver.content(member.node, key, bytes)
      if case .nothing = content { continue }
      let field = draft.type.fields.first { $0.wirePaths.contains(path) }
      if case .object(let inside) = content, field?.kind.wireShape != .json {
        guard field == nil, path.count < 8 else {
          throw LineProblem(line: line, error: .wrongKind(Cleaned.text(key), wanted: "a text"))
        }
        try walk(inside, path, &resolver, bytes)
        continue
      }
      let value =
        if let plain = content.plain { plain } else {
          try resolver.json(content, key, bytes)
        }
      if content.isText, value.span.isEllipsis {
        throw LineProblem(line: line, error: .notFilledIn(Cleaned.text(key)))
      }
      let name = field?.name ?? alias(path) ?? "x." + key
      // Trino has its user in two places.
      if let before = taken[name] {
        if before.bytes.equals(value.span) { continue }
        throw LineProblem(line: line, error: .givenTwice(Cleaned.text(name)))
      }
      taken[name] = value
      if name.hasPrefix("x."), !content.isText {
        draft.remark("\(Cleaned.text(name)) is kept as text, which the script had otherwise")
      }
      try at(line) { draft throws(MovingError) in try draft.take(name, value.span) }
      if resolver.usedEnvironment, (try? draft.type.field(named: name))?.isSecret == true {
        fromEnvironment += 1
      }
    }
  }

  /// A needed field that a driver once called otherwise, such as `user` of ClickHouse.
  private mutating func alias(_ path: [String]) -> String? {
    guard path.count == 1 else { return nil }
    let field = draft.type.fields.first { field in
      field.isRequired && field.defaultValue == nil && field.aliases.contains(path[0])
    }
    guard let field, !exact.contains(field.name) else { return nil }
    draft.remark("'\(Cleaned.text(path[0]))' was taken as \(field.name), which it is called today")
    return field.name
  }
}

extension Span<UInt8> {
  /// Whether it is what the samples have in place of each value.
  var isEllipsis: Bool { count == 3 && Bytes.starts(self, at: 0, with: "...") }
}
