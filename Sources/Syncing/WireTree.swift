import Moving
import Sealing

/// A JSON object about to be written, members in the order in which they were put.
struct WireTree {
  indirect enum Node {
    case object(WireTree)
    /// Text, to be quoted.
    case text(String)
    case secretText(Secret)
    /// JSON as it stands.
    case raw(String)
    case secretRaw(Secret)
  }

  private(set) var members: [(key: String, node: Node)] = []

  /// Puts a value at a path, making the objects that lead to it.
  mutating func put(_ node: Node, at path: [String]) {
    guard let key = path.first else { return }
    let rest = Array(path.dropFirst())
    let place = members.firstIndex { $0.key == key }
    guard !rest.isEmpty else {
      if let place { members[place].node = node } else { members.append((key, node)) }
      return
    }
    var inner = WireTree()
    if let place, case .object(let tree) = members[place].node { inner = tree }
    inner.put(node, at: rest)
    if let place {
      members[place].node = .object(inner)
    } else {
      members.append((key, .object(inner)))
    }
  }

  /// The most bytes that it can take.
  var size: Int {
    members.reduce(2) { $0 + 6 * $1.key.utf8.count + 4 + $1.node.size }
  }

  @_lifetime(output: copy output)
  func write(into output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for member in members {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      JSONText.quoted(member.key, &output)
      output.append(UInt8(ascii: ":"))
      switch member.node {
      case .object(let tree): tree.write(into: &output)
      case .text(let text): JSONText.quoted(text, &output)
      case .secretText(let secret): JSONText.quoted(secret.span, &output)
      case .raw(let text): for byte in text.utf8 { output.append(byte) }
      case .secretRaw(let secret):
        let bytes = secret.span
        for index in bytes.indices { output.append(bytes[index]) }
      }
    }
    output.append(UInt8(ascii: "}"))
  }
}

extension WireTree.Node {
  fileprivate var size: Int {
    switch self {
    case .object(let tree): tree.size
    case .text(let text): 6 * text.utf8.count + 2
    case .secretText(let secret): 6 * secret.count + 2
    case .raw(let text): text.utf8.count
    case .secretRaw(let secret): secret.count
    }
  }
}
