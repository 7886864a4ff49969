import Catalog
import Sealing

/// What the catalog says of fields, applied to the contents of a version.
enum FieldRules {
  struct Checked {
    var fields: [VersionField]
    var missing: [String]
  }

  /// Checks a new version's fields, adds the defaults, and says what is missing.
  static func complete(_ given: [VersionField], of type: String) throws(VaultError) -> Checked {
    do throws(CatalogError) {
      let type = try Types.find(type)
      var checked = try check(given, of: type)
      let present = Set(checked.fields.map(\.name))
      for (name, value) in type.defaults(besides: present).sorted(by: { $0.key < $1.key }) {
        checked.fields.append(VersionField(name, .clear(value)))
      }
      return checked
    } catch {
      throw .catalog(error)
    }
  }

  /// Checks fields as they are, without defaults.
  static func check(_ given: [VersionField], of type: String) throws(VaultError) -> Checked {
    do throws(CatalogError) {
      return try check(given, of: try Types.find(type))
    } catch {
      throw .catalog(error)
    }
  }

  private static func check(
    _ given: [VersionField], of type: ProfileType
  ) throws(CatalogError) -> Checked {
    let checker = FieldCheck(type)
    var values: [String: String] = [:]
    for field in given {
      switch field.content {
      case .clear(let text):
        try checker.check(field.name, text: text)
        values[field.name] = text
      case .secret(let secret):
        try checker.check(field.name, bytes: secret.span)
      }
    }
    let present = Set(given.map(\.name))
    try type.checkTogether(present, values: values)
    let missing = type.missing(from: present, values: values).map(\.name)
    return Checked(fields: given, missing: missing)
  }

  /// Whether a field says where a secret goes.
  static func isDestination(_ name: String, of type: String) -> Bool {
    guard let type = try? Types.find(type), let field = try? type.field(named: name) else {
      return true
    }
    return field.isDestination
  }
}
