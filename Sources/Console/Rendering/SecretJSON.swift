package import Messages
import Profiles
package import Sealing

/// JSON with secrets in it: the text is made with holes, and the bytes of the secrets go into them
/// on their way out.
package struct SecretJSON: Sendable {
  /// A part of the text as it goes out.
  package enum Piece: Sendable {
    case text(String)
    case secret(Secret)
  }

  /// Nobody who writes a field can guess it, so nobody can make a hole.
  private let mark = Hex.text(Random.bytes(16))
  private var secrets: [Secret] = []

  package init() {}

  /// A field's value as it is declared, with a hole where a secret belongs.
  package mutating func value(
    of field: ShownField, _ attachments: [Secret]
  ) throws(Failure) -> FieldValue {
    guard let secret = try field.secret(among: attachments) else {
      return FieldValue(secret: field.isSecret, value: field.text)
    }
    secrets.append(secret)
    let hole = "\(mark).\(secrets.count - 1)."
    return SecretText.isText(secret.span)
      ? FieldValue(secret: true, value: hole) : FieldValue(secret: true, base64: hole)
  }

  /// The whole text, cut at its holes.
  package func pieces(of value: some Encodable) throws(Failure) -> [Piece] {
    var pieces: [Piece] = []
    for part in try JSONOutput.text(value).split(separator: mark, omittingEmptySubsequences: false)
    {
      guard !pieces.isEmpty else {
        pieces.append(.text(String(part)))
        continue
      }
      let words = part.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let index = Int(words[1]), secrets.indices.contains(index) else {
        throw .misunderstood
      }
      pieces.append(.secret(secrets[index]))
      pieces.append(.text(String(words[2])))
    }
    return pieces
  }

  /// Prints the text with its secrets.
  package func print(_ value: some Encodable, to printer: inout Printer) throws(Failure) {
    for piece in try pieces(of: value) {
      switch piece {
      case .text(let text): printer.raw(text)
      case .secret(let secret):
        let printed =
          SecretText.isText(secret.span)
          ? SecretText.json(secret.span) : SecretText.base64(secret.span)
        printer.secret(printed.bytes)
      }
    }
    printer.raw("\n")
  }
}

/// The value of a field in machine output: none for a secret that is not shown.
package struct FieldValue: Encodable, Equatable, Sendable {
  package let secret: Bool
  package var value: String?
  /// Instead of `value`, where the bytes are no UTF-8.
  package var base64: String?

  package init(secret: Bool, value: String? = nil, base64: String? = nil) {
    self.secret = secret
    self.value = value
    self.base64 = base64
  }
}

extension ShownField {
  /// The secret that came along for this field, if one did.
  func secret(among attachments: [Secret]) throws(Failure) -> Secret? {
    guard let attachment else { return nil }
    guard attachments.indices.contains(attachment) else { throw .misunderstood }
    return attachments[attachment]
  }
}
