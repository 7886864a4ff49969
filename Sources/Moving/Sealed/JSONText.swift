import Packing
package import Sealing

/// Writes a profile as one line of JSON, keys in order, into locked memory.
package enum JSONText {
  /// A line that `import` reads back, with its line break.
  package static func line(_ profile: MovedProfile) -> SecretBytes {
    var size = 256 + 6 * (profile.name.utf8.count + profile.type.utf8.count)
    size += 6 * ((profile.note?.utf8.count ?? 0) + (profile.via?.utf8.count ?? 0))
    for label in profile.labels { size += 16 + 6 * (label.key.utf8.count + label.value.utf8.count) }
    for field in profile.fields {
      size += 32 + 6 * field.name.utf8.count
      switch field.content {
      case .clear(let text): size += 6 * text.utf8.count
      case .secret(let secret): size += 6 * secret.count
      case .generated, .withheld: break
      }
    }
    for binding in profile.bindings { size += Self.size(of: binding) }
    return SecretBytes(count: size) { output in write(profile, into: &output) }
  }

  @_lifetime(output: copy output)
  private static func write(_ profile: MovedProfile, into output: inout OutputSpan<UInt8>) {
    let clear = profile.fields.filter { if case .clear = $0.content { true } else { false } }
    let hidden = profile.fields.filter { if case .clear = $0.content { false } else { true } }
    put("{", &output)
    if !profile.bindings.isEmpty { write(profile.bindings, into: &output) }
    put("\"fields\":{", &output)
    list(clear.sorted { $0.name < $1.name }, &output)
    put("},\"labels\":{", &output)
    var isFirst = true
    for label in profile.labels.sorted(by: { $0.key < $1.key }) {
      if !isFirst { put(",", &output) }
      isFirst = false
      quoted(label.key, &output)
      put(":", &output)
      quoted(label.value, &output)
    }
    put("},\"name\":", &output)
    quoted(profile.name, &output)
    if let note = profile.note, !note.isEmpty {
      put(",\"note\":", &output)
      quoted(note, &output)
    }
    put(",\"secrets\":{", &output)
    list(hidden.sorted { $0.name < $1.name }, &output)
    put("},\"type\":", &output)
    quoted(profile.type, &output)
    if let via = profile.via {
      put(",\"via\":", &output)
      quoted(via, &output)
    }
    put("}\n", &output)
  }

  @_lifetime(output: copy output)
  private static func list(_ fields: [MovedField], _ output: inout OutputSpan<UInt8>) {
    var isFirst = true
    for field in fields {
      if !isFirst { put(",", &output) }
      isFirst = false
      quoted(field.name, &output)
      put(":", &output)
      switch field.content {
      case .clear(let text): quoted(text, &output)
      case .secret(let secret): value(secret.span, &output)
      case .generated, .withheld: put("null", &output)
      }
    }
  }

  /// Text as text, other bytes as base64.
  @_lifetime(output: copy output)
  private static func value(_ bytes: Span<UInt8>, _ output: inout OutputSpan<UInt8>) {
    if UTF8Check.isText(bytes) {
      quoted(bytes, &output)
    } else {
      put("{\"base64\":\"", &output)
      Base64.encode(bytes, into: &output)
      put("\"}", &output)
    }
  }

  /// A text with its quotes; at most six bytes for one, and two.
  @_lifetime(output: copy output)
  package static func quoted(_ text: String, _ output: inout OutputSpan<UInt8>) {
    put("\"", &output)
    for byte in text.utf8 { escaped(byte, &output) }
    put("\"", &output)
  }

  /// The same of text that is secret.
  @_lifetime(output: copy output)
  package static func quoted(_ bytes: Span<UInt8>, _ output: inout OutputSpan<UInt8>) {
    put("\"", &output)
    for index in bytes.indices { escaped(bytes[index], &output) }
    put("\"", &output)
  }

  @_lifetime(output: copy output)
  static func escaped(_ byte: UInt8, _ output: inout OutputSpan<UInt8>) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      output.append(UInt8(ascii: "\\"))
      output.append(byte)
    case 0x0A: put("\\n", &output)
    case 0x0D: put("\\r", &output)
    case 0x09: put("\\t", &output)
    case 0..<0x20, 0x7F:
      put("\\u00", &output)
      output.append(hex(byte >> 4))
      output.append(hex(byte & 15))
    default: output.append(byte)
    }
  }

  private static func hex(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// What needs no quotes.
  @_lifetime(output: copy output)
  package static func put(_ text: StaticString, _ output: inout OutputSpan<UInt8>) {
    for byte in text.description.utf8 { output.append(byte) }
  }
}
