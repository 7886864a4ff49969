/// What can be wrong with the words and values of a profile.
///
/// It never holds a secret's bytes, and at most 64 cleaned characters of a value that is shown
/// anyway. Where a near name may help it carries the candidates.
package enum CatalogError: Error, Equatable, Sendable {
  case unknownType(name: String, known: [String], meant: String?)
  case unknownField(name: String, type: String, known: [String], meant: String?)
  case badExtraName(String)
  case extraTaken(extra: String, field: String)
  case extraSecret(String)
  /// A secret field was about to be given as text.
  case secretAsText(field: String)
  /// A field that is no secret was given as secret bytes.
  case notASecret(field: String)
  case onlyOneOf([String])
  case contradicts(field: String, value: String, given: String)
  case invalid(field: String, shown: String?, fault: Fault)

  package var message: String {
    switch self {
    case .unknownType(let name, _, _): "there is no profile type '\(name)'"
    case .unknownField(let name, let type, _, _): "\(type) has no field '\(name)'"
    case .badExtraName(let name): "'\(name)' is no name for an extra field"
    case .extraTaken(let extra, let field): "\(extra) would replace the field \(field)"
    case .extraSecret(let name): "\(name) looks like a secret, and extra fields are shown"
    case .secretAsText(let field): "\(field) is a secret and cannot be given as plain text"
    case .notASecret(let field): "\(field) is not a secret field"
    case .onlyOneOf(let fields): "\(fields.joined(separator: " and ")) exclude each other"
    case .contradicts(let field, let value, let given):
      "with \(given), \(field) can only be \(value)"
    case .invalid(let field, let shown?, let fault): "\(field) '\(shown)' \(fault.message)"
    case .invalid(let field, nil, let fault): "\(field) \(fault.message)"
    }
  }

  package var remedy: String {
    switch self {
    case .unknownType(_, let known, nil): "the types are \(known.joined(separator: ", "))"
    case .unknownField(_, let type, let known, nil):
      "the fields of \(type) are \(known.joined(separator: ", "))"
    case .unknownType(_, _, let meant?): "the type is called '\(meant)'"
    case .unknownField(_, let type, _, let meant?): "\(type) calls it '\(meant)'"
    case .badExtraName:
      "write x.NAME with at most 64 letters, digits and underscores, dots leading into nested objects"
    case .extraTaken(_, let field): "set \(field) itself"
    case .extraSecret:
      "use the type's own secret field, or type custom, whose credentials are secret as a whole"
    case .secretAsText(let field):
      "leave it out to be asked, or give \(field)=- for standard input or \(field)=@FILE"
    case .notASecret(let field): "give it as \(field)=VALUE"
    case .onlyOneOf(let fields): "keep one of \(fields.joined(separator: ", "))"
    case .contradicts(let field, _, let given): "leave \(field) out, or remove \(given)"
    case .invalid(_, _, let fault): fault.remedy
    }
  }
}
