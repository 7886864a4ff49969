import Moving
package import Profiles
package import Sealing

/// An environment as the API takes it.
package enum EnvironmentBody {
  /// Without a name where it is changed: the path names it.
  package static func make(name: String?, _ sources: [DataSource]) -> Secret {
    var text = "{"
    if let name { text += "\"name\":\(quoted(name))," }
    text += "\"datasources\":["
    text += sources.map { source in
      "{\"data_source\":\(quoted(source.source)),\"connection\":\(quoted(source.connection))}"
    }.joined(separator: ",")
    text += "]}"
    return Secret(SecretBytes(copying: Array(text.utf8).span))
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
