import Catalog

/// Who signs in where: what profiles that must be rotated together have in common.
package struct Login: Hashable, Sendable {
  package let host: String
  package let user: String

  /// Nothing for what is no login of a database.
  init?(_ fields: [VersionField], of type: ProfileType) {
    guard type.purpose == .database else { return nil }
    var host: String?
    var user: String?
    for field in fields {
      guard let text = field.clear, let known = type[field.name] else { continue }
      if known.kind == .host { host = host ?? text.lowercased() }
      if known.isPrincipal { user = user ?? text }
    }
    guard let host, let user else { return nil }
    self.host = host
    self.user = user
  }
}
