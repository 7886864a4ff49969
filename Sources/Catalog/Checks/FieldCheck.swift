import Profiles

/// Decides whether a value may stand in a field of one profile type.
///
/// Nothing is trimmed or rewritten: what is typed is what is stored and pushed. What a person
/// cannot have meant (a space at the end, an invisible character) is refused instead.
package struct FieldCheck: Sendable {
  /// The most bytes a field's value may have.
  package static let limit = 65_536

  private let type: ProfileType

  package init(_ type: ProfileType) {
    self.type = type
  }

  /// Checks a value that is no secret.
  package func check(_ name: String, text value: String) throws(CatalogError) {
    let field = try type.field(named: name)
    guard !field.isSecret else { throw .secretAsText(field: field.name) }
    do {
      try TextCheck.line(value)
      try check(value, as: field.kind)
    } catch {
      throw .invalid(
        field: field.name, shown: Self.shown(value, of: field.kind, error), fault: error)
    }
  }

  /// Checks a secret where it lies, without making a string of it.
  package func check(_ name: String, bytes: Span<UInt8>) throws(CatalogError) {
    let field = try type.field(named: name)
    guard field.isSecret else { throw .notASecret(field: field.name) }
    do {
      try SecretCheck.check(bytes, as: field.kind)
    } catch {
      throw .invalid(field: field.name, shown: nil, fault: error)
    }
  }

  private func check(_ value: String, as kind: FieldKind) throws(Fault) {
    switch kind {
    case .text, .bytes: return
    case .token: try SecretCheck.token(value.utf8.span)
    case .uuid: try TextCheck.uuid(value)
    case .boolean: guard value == "true" || value == "false" else { throw .notBoolean }
    case .host: try HostCheck.check(value)
    case .url(let form): try URLCheck.check(value, form, secretField: type.secretFields.first?.name)
    case .labels: try TextCheck.labels(value)
    case .integer(let range), .wireText(let range): try TextCheck.number(value, in: range)
    case .choice(let choices): guard choices.contains(value) else { throw .notChoice(choices) }
    case .pem: try PEMCheck.check(value.utf8.span)
    case .json(let keys): try JSONCheck.object(value.utf8.span, requiring: keys)
    case .switchOrObject: try JSONCheck.switchOrObject(value)
    }
  }

  /// What an error may show of a value: nothing where a password may have slipped in.
  private static func shown(_ value: String, of kind: FieldKind, _ fault: Fault) -> String? {
    switch kind {
    case .url, .json, .switchOrObject, .pem, .bytes: return nil
    default: break
    }
    if case .empty = fault { return nil }
    if case .tooLong = fault { return nil }
    return value.contains("@") || value.contains("://") ? nil : Cleaned.text(value)
  }
}
