extension JSONText {
  /// The most that a binding takes.
  static func size(of binding: MovedBinding) -> Int {
    var size = 64 + 6 * (binding.workspace.utf8.count + (binding.connection?.utf8.count ?? 0))
    for item in binding.overrides {
      size += 16 + 6 * (item.field.utf8.count + item.value.utf8.count)
    }
    return size
  }

  /// The list of bindings with its key, and the comma behind it.
  @_lifetime(output: copy output)
  static func write(_ bindings: [MovedBinding], into output: inout OutputSpan<UInt8>) {
    put("\"bindings\":[", &output)
    var isFirst = true
    for binding in bindings {
      if !isFirst { put(",", &output) }
      isFirst = false
      put("{", &output)
      if let connection = binding.connection {
        put("\"connection\":", &output)
        quoted(connection, &output)
        put(",", &output)
      }
      if !binding.overrides.isEmpty { write(binding.overrides, into: &output) }
      put("\"workspace\":", &output)
      quoted(binding.workspace, &output)
      put("}", &output)
    }
    put("],", &output)
  }

  @_lifetime(output: copy output)
  private static func write(
    _ overrides: [MovedBinding.Override], into output: inout OutputSpan<UInt8>
  ) {
    put("\"set\":{", &output)
    var isFirst = true
    for item in overrides.sorted(by: { $0.field < $1.field }) {
      if !isFirst { put(",", &output) }
      isFirst = false
      quoted(item.field, &output)
      put(":", &output)
      quoted(item.value, &output)
    }
    put("},", &output)
  }
}
