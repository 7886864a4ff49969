import Catalog
import Foundation

extension FuzzTarget {
  /// The value of a field: two bytes choose type and field, the rest is the value.
  static let values = FuzzTarget(name: "values", about: "values of fields: JSON, PEM, URL, host") {
    input in
    let type = Types.all[Int(input.byte(0)) % Types.all.count]
    guard !type.fields.isEmpty else { return }
    let field = type.fields[Int(input.byte(1)) % type.fields.count]
    let value = input.from(2)
    let check = FieldCheck(type)
    do {
      if field.isSecret {
        try check.check(field.name, bytes: value)
      } else {
        try check.check(field.name, text: value.text)
      }
      if case .json = field.kind { try checkJSON(value.array) }
    } catch let error as CatalogError {
      try promise(isShowable(error.message), "the message is not fit for a terminal")
      if field.isSecret, value.count > 6 {
        // By bytes: Foundation's search passes over NUL characters.
        let isTold = Array(error.message.utf8).firstRange(of: value.array) != nil
        try promise(!isTold, "the message holds the secret")
      }
    }
  }

  /// What our scanner accepts is an object to another reader too.
  private static func checkJSON(_ bytes: [UInt8]) throws {
    // Two things are well-formed that others do not keep: half a surrogate pair, and a huge number.
    if bytes.contains(UInt8(ascii: "\\")) || bytes.contains(where: { "eE".utf8.contains($0) }) {
      return
    }
    let object = try? JSONSerialization.jsonObject(with: Data(bytes))
    try promise(object is [String: Any], "what was accepted as a JSON object is none to others")
  }
}
