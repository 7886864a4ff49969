/// One kind of profile as data: its fields, its rules, and what a person should know about it.
///
/// Prompts, validation, push bodies, help and the Manual's page are all driven by these tables, so
/// that they cannot disagree.
package struct ProfileType: Equatable, Sendable {
  /// Whether the far side still documents the type.
  package enum Status: Equatable, Sendable {
    case supported
    /// The sentence says since when and what that means.
    case withdrawn(String)
  }

  /// What a profile of this type is for.
  package enum Purpose: Equatable, Sendable {
    /// A database login that can be pushed to a workspace.
    case database
    /// A key that makes and retires other credentials.
    case issuer
    /// A place to push to.
    case workspace
    /// A secret that the catalog knows nothing about.
    case free
  }

  package let name: String
  package let title: String
  package let summary: String
  package let status: Status
  package let purpose: Purpose
  /// Embeddable's `type`; nil where nothing is pushed, or where a field names it (`custom`).
  package let wireType: String?
  /// Names under which people look for the type; an unknown type offers the right one.
  package let aliases: [String]
  package let fields: [Field]
  package let rules: [Rule]
  /// Traps, told in help and in the Manual.
  package let notes: [String]

  init(
    _ name: String, _ title: String, _ summary: String,
    status: Status = .supported, purpose: Purpose = .database, wireType: String? = nil,
    aliases: [String] = [], fields: [Field], rules: [Rule] = [], notes: [String] = []
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.status = status
    self.purpose = purpose
    self.wireType = wireType
    self.aliases = aliases
    self.fields = fields
    self.rules = rules
    self.notes = notes
  }

  /// Whether `x.NAME=` fields may be added: databases whose body we build field by field.
  package var takesExtras: Bool { wireType != nil }

  package var secretFields: [Field] { fields.filter(\.isSecret) }
}
