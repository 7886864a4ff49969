import Profiles
package import Sealing

/// Secrets in a form that can be printed, made in locked memory: none ever becomes a string.
package enum SecretText {
  /// Whether the bytes are UTF-8.
  package static func isText(_ bytes: borrowing Span<UInt8>) -> Bool {
    do {
      _ = try UTF8Span(validating: copy bytes)
      return true
    } catch {
      return false
    }
  }

  /// What stands between the quotes of a JSON string; the bytes have to be UTF-8.
  ///
  /// Everything that a terminal would obey is escaped, so that JSON may be looked at as well.
  package static func json(_ bytes: borrowing Span<UInt8>) -> SecretBytes {
    // The longest escape of a byte is `\u001F`.
    SecretBytes(count: bytes.count * 6) { output in
      scalars(bytes) { scalar in
        switch scalar {
        case "\"", "\\": output.add("\\", scalar)
        case "\n": output.add("\\", "n")
        case "\r": output.add("\\", "r")
        case "\t": output.add("\\", "t")
        case _ where Cleaned.isInert(scalar): output.add(scalar)
        default:
          for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            output.add("\\", "u")
            output.addHex(UInt32(unit), digits: 4)
          }
        }
      }
    }
  }

  /// What a person may look at: nothing in it moves the cursor or the direction of the text.
  ///
  /// `keepingLines` leaves line breaks and tabs alone; otherwise the result is one line, in which
  /// a backslash is doubled so that it can be read back.
  package static func visible(
    _ bytes: borrowing Span<UInt8>, keepingLines: Bool
  ) -> SecretBytes {
    // The longest escape of a byte is `\xFF`; a scalar has at most ten characters for four bytes.
    SecretBytes(count: bytes.count * 4) { output in
      guard isText(bytes) else {
        for index in bytes.indices {
          let byte = bytes[index]
          if (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") {
            output.append(byte)
          } else {
            output.add("\\", "x")
            output.addHex(UInt32(byte), digits: 2)
          }
        }
        return
      }
      scalars(bytes) { scalar in
        switch scalar {
        case "\n" where !keepingLines: output.add("\\", "n")
        case "\t" where !keepingLines: output.add("\\", "t")
        case "\\" where !keepingLines: output.add("\\", "\\")
        case "\n", "\t": output.add(scalar)
        case _ where Cleaned.isInert(scalar): output.add(scalar)
        case _ where scalar.value < 0x80:
          output.add("\\", "x")
          output.addHex(scalar.value, digits: 2)
        default:
          output.add("\\", "u", "{")
          output.addHex(scalar.value, digits: scalar.value > 0xFFFF ? 6 : 4)
          output.add("}")
        }
      }
    }
  }

  /// Base64 with padding, for bytes that are no text.
  package static func base64(_ bytes: borrowing Span<UInt8>) -> SecretBytes {
    SecretBytes(count: (bytes.count + 2) / 3 * 4) { output in
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var bits: UInt32 = 0
        for offset in 0..<3 {
          bits = bits << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0)
        }
        for position in 0..<4 {
          let index = Int(bits >> (18 - 6 * UInt32(position)) & 63)
          output.append(position <= count ? digits[index] : UInt8(ascii: "="))
        }
      }
    }
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func scalars(
    _ bytes: borrowing Span<UInt8>, _ body: (Unicode.Scalar) -> Void
  ) {
    do {
      let text = try UTF8Span(validating: copy bytes)
      var scalars = text.makeUnicodeScalarIterator()
      while let scalar = scalars.next() { body(scalar) }
    } catch {
      // Only text is walked through.
    }
  }
}

extension OutputSpan<UInt8> {
  fileprivate mutating func add(_ scalars: Unicode.Scalar...) {
    for scalar in scalars {
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
    }
  }

  fileprivate mutating func addHex(_ value: UInt32, digits: Int) {
    for position in (0..<digits).reversed() {
      let digit = UInt8(value >> (4 * UInt32(position)) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
  }
}
