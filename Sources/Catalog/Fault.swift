/// What is wrong with one value; the message continues a sentence that begins with the field.
package enum Fault: Error, Equatable, Sendable {
  case empty
  case tooLong(Int)
  case nul, lineBreak, notUTF8, notToken, surroundingSpace
  case hidden(codePoint: String)
  case notNumber(ClosedRange<Int>)
  case notBoolean, notUUID, notLabels
  case notChoice([String])
  case notHost, hostHasScheme, hostHasPath, hostHasPort
  case notURL(FieldKind.URLForm)
  case credentialInURL(use: String?)
  case notJSON(offset: Int)
  case notObject, tooDeep, repeatedKey, notSwitchOrObject
  case missingKey(String)
  case secretKey(String)
  case escapedKey
  case notPEM, escapedPEM, unfinishedPEM
  case wrongPEM(String)

  package var message: String {
    switch self {
    case .empty: "is empty"
    case .tooLong(let found): "is \(found) bytes long, which is more than \(FieldCheck.limit)"
    case .nul: "contains a NUL byte"
    case .lineBreak: "contains a line break"
    case .notUTF8: "is not UTF-8 text"
    case .notToken: "contains a space or a character that is not printable ASCII"
    case .surroundingSpace: "starts or ends with a space"
    case .hidden(let codePoint): "contains the control or invisible character \(codePoint)"
    case .notNumber(let range):
      "is not a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .notBoolean: "is neither true nor false"
    case .notUUID: "is not a UUID"
    case .notLabels: "is not a list of labels"
    case .notChoice: "is not one of the choices"
    case .notHost: "is not a host name or address"
    case .hostHasScheme: "is a URL, not a host"
    case .hostHasPath: "has a path, which a host has not"
    case .hostHasPort: "has a port, which a host has not"
    case .notURL: "is not a URL of the form that is needed here"
    case .credentialInURL: "holds a user, password or token, and URLs are shown"
    case .notJSON(let offset): "is not JSON, from byte \(offset) on"
    case .notObject: "is not a JSON object"
    case .tooDeep: "is JSON nested too deeply"
    case .repeatedKey: "has a JSON key twice"
    case .notSwitchOrObject: "is neither true nor false nor a JSON object"
    case .missingKey(let key): "is a JSON object without \(key)"
    case .escapedKey: "has a JSON key that is written with escapes"
    case .secretKey(let key): "holds the secret option \(key), and this field is shown"
    case .notPEM: "is not a PEM private key"
    case .escapedPEM: "has \\n written out where line breaks belong"
    case .unfinishedPEM: "does not end with a line break"
    case .wrongPEM(let label): "is a PEM \(label), which the driver does not read"
    }
  }
}
