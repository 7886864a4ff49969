package import Catalog
import Profiles
package import Sealing

/// A profile that is being read: sorts each value into clear text or secret as the catalog has it.
package struct Draft: Sendable {
  package private(set) var profile: MovedProfile
  package let type: ProfileType
  /// What a person should know although it is no error.
  package private(set) var remarks: [String] = []
  private var taken: Set<String> = []

  package init(line: Int, name: String, type: ProfileType) {
    self.type = type
    profile = MovedProfile(line: line, name: name, type: type.name)
  }

  package var isEmpty: Bool { profile.fields.isEmpty }

  /// The field of this name; with `leniently` also by what others call it, in any case.
  package static func field(
    _ name: String, of type: ProfileType, leniently: Bool
  ) throws(MovingError) -> Field {
    do throws(CatalogError) {
      return try type.field(named: name)
    } catch {
      let wanted = folded(name)
      if leniently {
        let found =
          type.fields.first { folded($0.name) == wanted }
          ?? type.fields.first { $0.aliases.contains { folded($0) == wanted } }
        if let found { return found }
      }
      throw .catalog(error)
    }
  }

  private static func folded(_ name: String) -> String {
    String(name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
  }

  /// Takes the bytes of a value, which are kept in locked memory if the field is a secret.
  package mutating func take(
    _ name: String, _ bytes: borrowing Span<UInt8>, leniently: Bool = false
  ) throws(MovingError) {
    let field = try Self.field(name, of: type, leniently: leniently)
    if field.isSecret {
      try add(field, .secret(Secret(SecretBytes(copying: bytes))))
    } else {
      guard let text = Bytes.text(bytes) else {
        throw .catalog(.invalid(field: field.name, shown: nil, fault: .notUTF8))
      }
      try add(field, .clear(text))
    }
  }

  package mutating func take(
    _ name: String, secret: consuming SecretBytes
  ) throws(MovingError) {
    let field = try Self.field(name, of: type, leniently: false)
    let secret = Secret(secret)
    if field.isSecret { return try add(field, .secret(secret)) }
    guard let text = Bytes.text(secret.span) else {
      throw .catalog(.invalid(field: field.name, shown: nil, fault: .notUTF8))
    }
    try add(field, .clear(text))
  }

  package mutating func take(
    _ name: String, text: String, leniently: Bool = false
  ) throws(MovingError) {
    let field = try Self.field(name, of: type, leniently: leniently)
    guard !field.isSecret else { throw .catalog(.secretAsText(field: field.name)) }
    try add(field, .clear(text))
  }

  package mutating func generate(_ name: String, length: Int) throws(MovingError) {
    let field = try Self.field(name, of: type, leniently: false)
    guard field.isSecret else { throw .catalog(.notASecret(field: field.name)) }
    guard 8...1024 ~= length else { throw .badLength(field.name) }
    try add(field, .generated(length))
  }

  /// A value that the input speaks of without holding it.
  package mutating func withhold(_ name: String) throws(MovingError) {
    _ = try Self.field(name, of: type, leniently: false)
    profile.isIncomplete = true
  }

  package mutating func allowIncomplete() { profile.isIncomplete = true }

  package mutating func label(_ key: String, _ value: String) {
    profile.labels.append(MovedProfile.Label(key, value))
  }

  package mutating func bind(_ binding: MovedBinding) { profile.bindings.append(binding) }

  package mutating func note(_ text: String) { profile.note = text }
  package mutating func via(_ name: String) { profile.via = name }
  package mutating func remark(_ text: String) { remarks.append(text) }

  private mutating func add(_ field: Field, _ content: MovedField.Content) throws(MovingError) {
    guard taken.insert(field.name).inserted else { throw .givenTwice(field.name) }
    profile.fields.append(MovedField(field.name, content))
  }
}
