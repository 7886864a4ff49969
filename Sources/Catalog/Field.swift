/// One field of a profile type: what it is called here and there, what may stand in it, and what
/// follows from changing it.
package struct Field: Equatable, Sendable {
  /// What is true of a field, as a set, so that the tables read like tables.
  package struct Traits: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    static let required = Traits(rawValue: 1)
    /// Asked for without echo, kept as secret bytes, shown only on request.
    static let secret = Traits(rawValue: 2)
    /// Decides where, or over what channel, a secret travels: changing it asks for the secret again.
    static let destination = Traits(rawValue: 4)
    /// Safe to override per binding: one login, many databases.
    static let overridable = Traits(rawValue: 8)
    /// Part of the login's identity.
    static let principal = Traits(rawValue: 16)
  }

  package let name: String
  package let prompt: String
  package let kind: FieldKind
  package let traits: Traits
  package let defaultValue: String?
  package let place: WirePlace
  /// Typical wrong spellings; an unknown field offers the right one.
  package let aliases: [String]
  package let help: String

  /// A field that stands in the credentials under its own name, unless `at` says otherwise.
  init(
    _ name: String, _ prompt: String, _ kind: FieldKind = .text, _ traits: Traits = [],
    default defaultValue: String? = nil, at place: WirePlace? = nil, aliases: [String] = [],
    help: String
  ) {
    self.name = name
    self.prompt = prompt
    self.kind = kind
    self.traits = traits
    self.defaultValue = defaultValue
    self.place = place ?? .credentials([[name]])
    self.aliases = aliases
    self.help = help
  }

  package var isRequired: Bool { traits.contains(.required) }
  package var isSecret: Bool { traits.contains(.secret) }
  package var isDestination: Bool { traits.contains(.destination) }
  package var isOverridable: Bool { traits.contains(.overridable) }
  package var isPrincipal: Bool { traits.contains(.principal) }

  /// The first place in the credentials object, outermost key first; empty if there is none.
  package var wirePath: [String] { wirePaths.first ?? [] }

  /// Every place in the credentials object that gets this value (Trino wants its user twice).
  package var wirePaths: [[String]] {
    guard case .credentials(let paths) = place else { return [] }
    return paths
  }
}
