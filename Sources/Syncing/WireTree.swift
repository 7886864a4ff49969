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
      WireText.quote(member.key, into: &output)
      output.append(UInt8(ascii: ":"))
      switch member.node {
      case .object(let tree): tree.write(into: &output)
      case .text(let text): WireText.quote(text, into: &output)
      case .secretText(let secret): WireText.quote(secret.span, into: &output)
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

/// Text as JSON writes it.
enum WireText {
  @_lifetime(output: copy output)
  static func quote(_ text: String, into output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 { escape(byte, into: &output) }
    output.append(UInt8(ascii: "\""))
  }

  @_lifetime(output: copy output)
  static func quote(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "\""))
    for index in bytes.indices { escape(bytes[index], into: &output) }
    output.append(UInt8(ascii: "\""))
  }

  @_lifetime(output: copy output)
  private static func escape(_ byte: UInt8, into output: inout OutputSpan<UInt8>) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
    case 0x0A: pair(UInt8(ascii: "n"), &output)
    case 0x0D: pair(UInt8(ascii: "r"), &output)
    case 0x09: pair(UInt8(ascii: "t"), &output)
    case 0..<0x20, 0x7F:
      pair(UInt8(ascii: "u"), &output)
      output.append(UInt8(ascii: "0"))
      output.append(UInt8(ascii: "0"))
      output.append(digit(byte >> 4))
      output.append(digit(byte & 15))
    default: output.append(byte)
    }
  }

  @_lifetime(output: copy output)
  private static func pair(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "\\"))
    output.append(byte)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
