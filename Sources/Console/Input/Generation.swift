package import Catalog
package import Messages

/// The wish for a generated secret, as `--generate FIELD` or `--generate FIELD=LENGTH`.
package struct Generation: Equatable, Sendable {
  package static let usualLength = 32
  package static let lengths = 8...1_024

  package let field: String
  package let length: Int

  package init(_ text: String) throws(Failure) {
    guard let equals = text.firstIndex(of: "=") else {
      field = text
      length = Self.usualLength
      return
    }
    guard let number = Int(text[text.index(after: equals)...]), Self.lengths.contains(number)
    else {
      throw .usage(
        "'--generate' needs a length from \(Self.lengths.lowerBound) to \(Self.lengths.upperBound)",
        hint: "write it like '--generate password=40', or leave the length out")
    }
    field = String(text[..<equals])
    length = number
  }

  /// Makes sure that random characters make sense in the field.
  package func checked(against type: ProfileType) throws(Failure) -> Field {
    let field = try known(try type.field(named: field))
    guard field.isSecret else {
      throw .usage(
        "\(field.name) is no secret and is not generated", hint: "give \(field.name)=VALUE")
    }
    switch field.kind {
    case .pem, .json, .uuid:
      throw .usage(
        "\(field.name) cannot be generated: it is a \(field.kind.summary)",
        hint: "give \(field.name)=@FILE")
    default: return field
    }
  }
}
