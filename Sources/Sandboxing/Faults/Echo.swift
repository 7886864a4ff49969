import Serving

/// Fills what a request held into a text, as a careless server's error messages do.
enum Echo {
  /// Replaces `{authorization}` and `{password}`, each also as `{password:base64}`, `:hex`, `:url`
  /// and `:json`.
  static func filled(_ text: String, authorization: String, password: String) -> String {
    var text = text
    for (name, value) in [("authorization", authorization), ("password", password)] {
      for form in forms {
        let mark = form.name.isEmpty ? "{\(name)}" : "{\(name):\(form.name)}"
        text = text.split(separator: mark, omittingEmptySubsequences: false)
          .joined(separator: form.make(value))
      }
    }
    return text
  }

  private static let forms: [(name: String, make: @Sendable (String) -> String)] = [
    ("", { $0 }),
    ("base64", { Base64.encoded(Array($0.utf8)) }),
    ("hex", { $0.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }),
    ("url", { Percent.encoded($0) }),
    (
      "json",
      { value in
        let quoted = JSONValue.string(value).bytes
        return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
      }
    ),
  ]
}
