import Catalog
package import Redacting
package import Sealing

/// A credential that is looked at: what a profile's version holds, defaults filled in.
package struct Subject: Sendable {
  package let type: String
  /// The clear fields; a default of the catalog where nothing was given.
  package let fields: [String: String]
  package let secrets: [String: Secret]

  package init(type: String, fields: [String: String], secrets: [String: Secret]) {
    self.type = type
    var all = fields
    for field in Types.named(type)?.fields ?? [] where !field.isSecret {
      if all[field.name] == nil, let value = field.defaultValue { all[field.name] = value }
    }
    self.fields = all
    self.secrets = secrets
  }

  /// Takes our secrets out of what a server says.
  package var redaction: Redaction { Redaction(Array(secrets.values)) }

  package subscript(_ name: String) -> String { fields[name] ?? "" }

  package var port: UInt16? { UInt16(self["port"]) }

  /// Whether this machine is said not to see the database.
  var isOutOfReach: Bool { fields["reach"] == "embeddable-only" }
}
