package import Catalog
import Profiles
package import Sealing

/// An entry of a `pass` tree: a password on the first line, `key: value` lines after it.
package enum PassEntry {
  /// The profile in an entry; lines that say nothing of its fields are named in a remark.
  package static func draft(
    _ path: String, _ contents: borrowing SecretBytes, type: ProfileType, line: Int
  ) throws(MovingError) -> Draft {
    var draft = Draft(line: line, name: name(for: path), type: type)
    let bytes = contents.bytes
    guard let secret = type.secretFields.first else { throw .noType }
    if type.purpose == .free {
      // A free secret keeps every line: which of them matter is not for us to say.
      let end = bytes.count > 0 && bytes[bytes.count - 1] == UInt8(ascii: "\n") ? 1 : 0
      try draft.take(secret.name, bytes.extracting(0..<bytes.count - end))
      return draft
    }
    var lines = Lines(bytes)
    var isFirst = true
    var ignored = 0
    while let line = lines.next(of: bytes) {
      if isFirst {
        isFirst = false
        guard !line.range.isEmpty else { continue }
        if secret.kind == .pem {
          try draft.take(secret.name, bytes)
          return draft
        }
        try draft.take(secret.name, bytes.extracting(line.range))
      } else if try !take(line.range, of: bytes, into: &draft) {
        ignored += 1
      }
    }
    if ignored > 0 { draft.remark("\(ignored) lines that name no field were left out") }
    return draft
  }

  /// The password of an entry alone.
  package static func firstLine(of contents: borrowing SecretBytes) -> SecretBytes {
    let bytes = contents.bytes
    var lines = Lines(bytes)
    let range = lines.next(of: bytes)?.range ?? 0..<0
    return SecretBytes(copying: bytes.extracting(range))
  }

  private static func take(
    _ range: Range<Int>, of bytes: Span<UInt8>, into draft: inout Draft
  ) throws(MovingError) -> Bool {
    if range.isEmpty { return true }
    guard let colon = Bytes.first(UInt8(ascii: ":"), in: range, of: bytes),
      let word = Bytes.text(bytes.extracting(Bytes.trimmed(range.lowerBound..<colon, of: bytes)))
    else { return false }
    let value = Bytes.trimmed(colon + 1..<range.upperBound, of: bytes)
    guard !value.isEmpty else { return true }
    guard let field = try? Draft.field(word, of: draft.type, leniently: true) else { return false }
    try draft.take(field.name, bytes.extracting(value))
    return true
  }

  /// `db/acme prod` becomes `db.acme-prod`: slashes are no part of a name.
  package static func name(for path: String) -> String {
    var name = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "/"): name += "."
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: if name.utf8.last != UInt8(ascii: "-") { name += "-" }
      }
    }
    return name
  }
}

extension Intake {
  /// What became of the entries of a `pass` tree that were sorted by a pattern of their paths.
  package mutating func take(_ found: Assignments) throws(MovingError) {
    try finish(found, calling: "entries")
  }
}
