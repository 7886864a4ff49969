package import Sealing

/// Takes our secrets out of what others say: raw, base64, hex, percent-encoded and as JSON has them.
package struct Redaction: Sendable {
  /// Shorter ones would take half of the words away.
  private static let shortest = 4
  private static let mark = "[secret]"

  private let secrets: [Secret]

  package init(_ secrets: [Secret]) { self.secrets = secrets }

  package func with(_ other: Redaction) -> Redaction { Redaction(secrets + other.secrets) }

  /// What must not be seen, the longest first; made only where somebody says something.
  private var needles: [Secret] {
    var needles: [Secret] = []
    for secret in secrets {
      for part in [secret] + SecretParts.of(secret) where part.count >= Self.shortest {
        needles.append(part)
        needles += Forms.of(part).filter { $0.count >= Self.shortest }
      }
    }
    return needles.sorted { $0.count > $1.count }
  }

  /// The text of some bytes, each secret in it replaced by a mark.
  package func text(_ bytes: borrowing Span<UInt8>) -> String {
    let needles = needles
    let length = min(bytes.count, 64 << 10)
    var kept: [UInt8] = []
    var index = 0
    while index < length {
      if let needle = needles.first(where: { Self.stands($0, at: index, in: bytes) }) {
        kept += Self.mark.utf8
        index += needle.count
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private static func stands(
    _ needle: Secret, at index: Int, in bytes: borrowing Span<UInt8>
  ) -> Bool {
    let wanted = needle.span
    guard index + wanted.count <= bytes.count else { return false }
    for offset in wanted.indices where bytes[index + offset] != wanted[offset] { return false }
    return true
  }
}

/// The forms in which a secret may come back.
private enum Forms {
  static func of(_ secret: Secret) -> [Secret] {
    base64(secret)
      + [false, true].flatMap { [hex(secret, upper: $0), percent(secret, upper: $0)] }
      + [escaped(secret, slash: false), escaped(secret, slash: true)]
  }

  /// What base64 makes of it wherever it stands in a longer text: the characters that depend on it
  /// alone, for each of three places, in both alphabets.
  private static func base64(_ secret: Secret) -> [Secret] {
    var forms: [Secret] = []
    for lead in 0..<3 {
      for isURL in [false, true] {
        let bits = (lead * 8)..<((lead + secret.count) * 8)
        // Whole characters of six bits that lie within the secret.
        let first = (bits.lowerBound + 5) / 6
        let last = bits.upperBound / 6
        guard last > first else { continue }
        let bytes = secret.span
        forms.append(
          Secret(
            SecretBytes(count: last - first) { output in
              for character in first..<last {
                var value = 0
                for bit in (character * 6)..<(character * 6 + 6) {
                  let place = bit - lead * 8
                  let byte = Int(bytes[place / 8])
                  value = value << 1 | (byte >> (7 - place % 8)) & 1
                }
                output.append(digit(value, isURL))
              }
            }))
      }
    }
    return forms
  }

  private static func digit(_ value: Int, _ isURL: Bool) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + UInt8(value)
    case 26..<52: UInt8(ascii: "a") + UInt8(value - 26)
    case 52..<62: UInt8(ascii: "0") + UInt8(value - 52)
    case 62: isURL ? UInt8(ascii: "-") : UInt8(ascii: "+")
    default: isURL ? UInt8(ascii: "_") : UInt8(ascii: "/")
    }
  }

  private static func hex(_ secret: Secret, upper: Bool) -> Secret {
    let bytes = secret.span
    return Secret(
      SecretBytes(count: bytes.count * 2) { output in
        for index in bytes.indices {
          output.append(nibble(bytes[index] >> 4, upper))
          output.append(nibble(bytes[index] & 15, upper))
        }
      })
  }

  private static func nibble(_ value: UInt8, _ upper: Bool) -> UInt8 {
    value < 10
      ? UInt8(ascii: "0") + value : (upper ? UInt8(ascii: "A") : UInt8(ascii: "a")) + value - 10
  }

  private static func percent(_ secret: Secret, upper: Bool) -> Secret {
    let bytes = secret.span
    return Secret(
      SecretBytes(count: bytes.count * 3) { output in
        for index in bytes.indices {
          let byte = bytes[index]
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: "~"):
            output.append(byte)
          default:
            output.append(UInt8(ascii: "%"))
            output.append(nibble(byte >> 4, upper))
            output.append(nibble(byte & 15, upper))
          }
        }
      })
  }

  private static func escaped(_ secret: Secret, slash: Bool) -> Secret {
    let bytes = secret.span
    return Secret(
      SecretBytes(count: bytes.count * 6) { output in
        for index in bytes.indices {
          let byte = bytes[index]
          switch byte {
          case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
          case UInt8(ascii: "/") where slash:
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
          case 0x0A:
            for byte in "\\n".utf8 { output.append(byte) }
          case 0x0D:
            for byte in "\\r".utf8 { output.append(byte) }
          case 0x09:
            for byte in "\\t".utf8 { output.append(byte) }
          case 0..<0x20:
            for byte in "\\u00".utf8 { output.append(byte) }
            output.append(nibble(byte >> 4, false))
            output.append(nibble(byte & 15, false))
          default: output.append(byte)
          }
        }
      })
  }
}
