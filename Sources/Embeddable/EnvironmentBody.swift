import Moving
package import Profiles
package import Sealing

/// An environment as the API takes it.
package enum EnvironmentBody {
  /// Without a name where it is changed: the path names it.
  package static func make(name: String?, _ sources: [DataSource]) -> Secret {
    let texts = sources.reduce(name?.utf8.count ?? 0) {
      $0 + $1.source.utf8.count + $1.connection.utf8.count
    }
    return Secret(
      SecretBytes(count: 64 + 6 * texts + 48 * sources.count) { output in
        JSONText.put("{", &output)
        if let name {
          JSONText.put("\"name\":", &output)
          JSONText.quoted(name, &output)
          JSONText.put(",", &output)
        }
        JSONText.put("\"datasources\":[", &output)
        var isFirst = true
        for source in sources {
          if !isFirst { JSONText.put(",", &output) }
          isFirst = false
          JSONText.put("{\"data_source\":", &output)
          JSONText.quoted(source.source, &output)
          JSONText.put(",\"connection\":", &output)
          JSONText.quoted(source.connection, &output)
          JSONText.put("}", &output)
        }
        JSONText.put("]}", &output)
      })
  }
}
