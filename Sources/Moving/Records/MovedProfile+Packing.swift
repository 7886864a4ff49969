package import Packing
import Sealing

extension MovedProfile {
  /// How many bytes it takes when packed.
  package var size: Int {
    var size = 4 + text(name) + text(type) + 4 + optional(note) + optional(via) + 1 + 4
    for label in labels { size += text(label.key) + text(label.value) }
    for field in fields {
      size += text(field.name) + 1
      switch field.content {
      case .clear(let value): size += text(value)
      case .secret(let secret): size += 4 + secret.count
      case .generated: size += 4
      case .withheld: break
      }
    }
    guard !bindings.isEmpty else { return size }
    size += 4
    for binding in bindings {
      size += text(binding.workspace) + optional(binding.connection) + 4
      for item in binding.overrides { size += text(item.field) + text(item.value) }
    }
    return size
  }

  private func text(_ text: String) -> Int { 4 + text.utf8.count }
  private func optional(_ text: String?) -> Int { 1 + (text.map(self.text) ?? 0) }

  /// Writes it into locked memory, the secrets among the rest.
  @_lifetime(output: copy output)
  package func pack(into output: inout OutputSpan<UInt8>) {
    output.pack(UInt32(clamping: line))
    output.pack(name)
    output.pack(type)
    output.pack(UInt32(labels.count))
    for label in labels {
      output.pack(label.key)
      output.pack(label.value)
    }
    Self.pack(note, into: &output)
    Self.pack(via, into: &output)
    output.append(isIncomplete ? 1 : 0)
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
      case .generated(let length):
        output.append(2)
        output.pack(UInt32(clamping: length))
      case .withheld: output.append(3)
      }
    }
    // Exports from before there were bindings end here.
    guard !bindings.isEmpty else { return }
    output.pack(UInt32(bindings.count))
    for binding in bindings {
      output.pack(binding.workspace)
      Self.pack(binding.connection, into: &output)
      output.pack(UInt32(binding.overrides.count))
      for item in binding.overrides {
        output.pack(item.field)
        output.pack(item.value)
      }
    }
  }

  @_lifetime(output: copy output)
  private static func pack(_ text: String?, into output: inout OutputSpan<UInt8>) {
    guard let text else { return output.append(0) }
    output.append(1)
    output.pack(text)
  }

  /// Reads one back; its secrets are copied into slots of their own.
  package init(_ bytes: Span<UInt8>) throws(PackingError) {
    var reader = Unpacker(bytes)
    line = Int(try reader.number32())
    name = try reader.text()
    type = try reader.text()
    for _ in 0..<(try reader.number32()) {
      let key = try reader.text()
      labels.append(Label(key, try reader.text()))
    }
    note = try reader.optionalText()
    via = try reader.optionalText()
    isIncomplete = try reader.flag()
    for _ in 0..<(try reader.number32()) {
      let name = try reader.text()
      let content: MovedField.Content
      switch try reader.byte() {
      case 0: content = .clear(try reader.text())
      case 1:
        let range = try reader.blobRange()
        content = .secret(Secret(SecretBytes(copying: bytes.extracting(range))))
      case 2: content = .generated(Int(try reader.number32()))
      case 3: content = .withheld
      default: throw .malformed
      }
      fields.append(MovedField(name, content))
    }
    guard !reader.isAtEnd else { return }
    let count = try reader.number32()
    guard count > 0 else { throw .malformed }
    for _ in 0..<count {
      var binding = MovedBinding(try reader.text(), connection: try reader.optionalText())
      for _ in 0..<(try reader.number32()) {
        let field = try reader.text()
        binding.overrides.append(MovedBinding.Override(field, try reader.text()))
      }
      bindings.append(binding)
    }
    try reader.finish()
  }
}
