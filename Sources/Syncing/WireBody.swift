import Catalog
package import Sealing
package import Vaults

/// What a profile is as a connection: the body that is sent, and what of it can be seen again.
package struct WireBody: Sendable {
  /// A field that the far side shows, with what it should be.
  struct Visible: Equatable, Sendable {
    let path: [String]
    let value: Shape

    init(_ path: [String], _ text: String, _ shape: FieldKind.WireShape) {
      self.path = path
      value = Shape(text, as: shape, under: path.last ?? "")
    }
  }

  let wireType: String
  let visible: [Visible]
  /// Where secrets stand: what is seen there says nothing.
  let hidden: [[String]]
  /// The credentials are secret as a whole.
  let isWhollyHidden: Bool
  private let credentials: WireTree.Node

  /// Nothing where the catalog knows no such type, or it is not pushed.
  package init?(type name: String, fields: [VersionField], overrides: [String: String]) {
    guard let type = try? Types.find(name), type.purpose == .database else { return nil }
    var wireType = type.wireType
    var values = fields.filter { overrides[$0.name] == nil }
    for (name, value) in overrides { values.append(VersionField(name, .clear(value))) }
    for (name, value) in type.implied(by: Set(values.map(\.name))) {
      values.append(VersionField(name, .clear(value)))
    }
    // In the order of the catalog, then extras by name: the same fields are the same bytes.
    let rank = Dictionary(
      type.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    values.sort { left, right in
      (rank[left.name] ?? .max, left.name) < (rank[right.name] ?? .max, right.name)
    }
    var tree = WireTree()
    var visible: [Visible] = []
    var hidden: [[String]] = []
    var whole: WireTree.Node?
    for value in values {
      guard let field = try? type.field(named: value.name) else { return nil }
      let shape = field.kind.wireShape
      switch field.place {
      case .nowhere: continue
      case .wireType: wireType = value.clear
      case .wholeCredentials:
        switch value.content {
        case .clear(let text): whole = .raw(text)
        case .secret(let secret): whole = .secretRaw(secret)
        }
      case .credentials(let paths):
        for path in paths {
          switch value.content {
          case .clear(let text):
            tree.put(shape == .string ? .text(text) : .raw(text), at: path)
            visible.append(Visible(path, text, shape))
          case .secret(let secret):
            tree.put(shape == .json ? .secretRaw(secret) : .secretText(secret), at: path)
            hidden.append(path)
          }
        }
      }
    }
    guard let wireType else { return nil }
    self.wireType = wireType
    self.visible = visible
    self.hidden = hidden
    isWhollyHidden = whole != nil
    credentials = whole ?? .object(tree)
  }

  /// The body: with a name for a new connection, without one for a changed one.
  package func bytes(name: String? = nil) -> SecretBytes {
    var body = WireTree()
    if let name { body.put(.text(name), at: ["name"]) }
    body.put(.text(wireType), at: ["type"])
    body.put(credentials, at: ["credentials"])
    return SecretBytes(count: body.size) { output in body.write(into: &output) }
  }
}

extension Shape {
  /// A field's value as it is seen again.
  init(_ text: String, as shape: FieldKind.WireShape, under key: String) {
    self =
      shape == .string
      ? .sent(text, under: key) : .parse(text, under: key) ?? .other(text)
  }
}
