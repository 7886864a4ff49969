package import Packing
package import Sealing

/// A field of a version with what it holds.
package struct VersionField: Sendable {
  package enum Content: Sendable {
    case clear(String)
    case secret(Secret)
  }

  package let name: String
  package var content: Content

  package init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }

  package var isSecret: Bool {
    if case .secret = content { true } else { false }
  }

  package var clear: String? {
    if case .clear(let text) = content { text } else { nil }
  }

  /// Whether two fields hold the same; secrets are compared in constant time.
  package func holdsTheSame(as other: VersionField) -> Bool {
    switch (content, other.content) {
    case (.clear(let left), .clear(let right)): left == right
    case (.secret(let left), .secret(let right)): left.bytes.equals(right.span)
    default: false
    }
  }
}

extension VersionField {
  private var size: Int {
    switch content {
    case .clear(let text): 9 + name.utf8.count + text.utf8.count
    case .secret(let secret): 9 + name.utf8.count + secret.count
    }
  }

  /// All fields in the layout of a version's record, in locked memory.
  package static func pack(_ fields: [VersionField]) -> SecretBytes {
    let size = fields.reduce(4) { $0 + $1.size }
    return SecretBytes(count: size) { output in
      output.pack(UInt32(fields.count))
      for field in fields {
        output.pack(field.name)
        switch field.content {
        case .clear(let text):
          output.append(0)
          output.pack(text)
        case .secret(let secret):
          output.append(1)
          output.pack(secret.span)
        }
      }
    }
  }

  package static func unpack(_ bytes: Span<UInt8>) throws(PackingError) -> [VersionField] {
    var reader = Unpacker(bytes)
    let count = try reader.number32()
    var fields: [VersionField] = []
    for _ in 0..<count {
      let name = try reader.text()
      if try reader.flag() {
        let range = try reader.blobRange()
        fields.append(
          VersionField(name, .secret(Secret(SecretBytes(copying: bytes.extracting(range))))))
      } else {
        fields.append(VersionField(name, .clear(try reader.text())))
      }
    }
    try reader.finish()
    return fields
  }
}
