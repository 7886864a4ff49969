import Sealing
import Testing

@Suite struct RecoveryCodeTests {
  private static let key = Array(UInt8(0)..<32)
  private static let code =
    "000G5-40R48-0M30Q-E209P-185GZ-R38E9-1W81J-24GKJ-2GAHP-C5RR1-34D14-P70X2-3RFGE"
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The codes were computed by a second program, written from the description.
  @Test(arguments: [
    (key, code),
    (
      [UInt8](repeating: 0, count: 32),
      "00000-00005-0000A-0000F-0000M-0000H-0000Y-0000V-0000D-00008-00007-00002-0000S"
    ),
    (
      [UInt8](repeating: 0xFF, count: 32),
      "ZZZZD-ZZZZ8-ZZZZ7-ZZZZ2-ZZZZS-ZZZZW-ZZZZK-ZZZZP-ZZZZ0-ZZZZ5-ZZZZA-ZZZZF-ZZZGA"
    ),
  ])
  func `writes and reads known codes`(key: [UInt8], code: String) throws {
    #expect(text(RecoveryCode.encode(secret(key))) == code)
    let read = try RecoveryCode.decode(Array(code.utf8).span)
    #expect(array(read) == key)
  }

  @Test func `reads back every key it writes`() throws {
    for _ in 0..<500 {
      let key = SecretBytes.random(count: 32, in: .pooled)
      let code = RecoveryCode.encode(key)
      let read = try RecoveryCode.decode(code.bytes)
      #expect(array(read) == array(key))
    }
  }

  @Test(arguments: [
    code.lowercased(),
    code.filter { $0 != "-" },
    code.replacing("-", with: " "),
    code.replacing("-", with: "\r\n"),
    "  " + code + "\n",
    code.map { "\($0)" }.joined(separator: " "),
    code.replacing("0", with: "O"),
    code.replacing("0", with: "o"),
    code.replacing("1", with: "I"),
    code.replacing("1", with: "l").lowercased(),
    code.replacing("-", with: " - "),
  ])
  func `reads a code as people type it`(typed: String) throws {
    let read = try RecoveryCode.decode(Array(typed.utf8).span)
    #expect(array(read) == Self.key)
  }

  @Test func `names the group of every single wrong character`() {
    let code = Array(Self.code.utf8)
    for position in code.indices where code[position] != UInt8(ascii: "-") {
      for other in Self.alphabet + Array("U*!é".utf8) where other != code[position] {
        var typed = code
        typed[position] = other
        #expect(throws: SealingError.malformedCode(group: position / 6 + 1)) {
          _ = try RecoveryCode.decode(typed.span)
        }
      }
    }
  }

  @Test func `names the group of every missing or doubled character`() {
    let code = Array(Self.code.utf8)
    for position in code.indices where code[position] != UInt8(ascii: "-") {
      var shorter = code
      shorter.remove(at: position)
      var longer = code
      longer.insert(code[position], at: position)
      for typed in [shorter, longer] {
        #expect(throws: SealingError.malformedCode(group: position / 6 + 1)) {
          _ = try RecoveryCode.decode(typed.span)
        }
      }
    }
  }

  @Test func `names the group of every two exchanged characters`() {
    let code = Array(Self.code.utf8)
    for group in 0..<13 {
      for first in 0..<5 {
        for second in first..<5 where code[group * 6 + first] != code[group * 6 + second] {
          var typed = code
          typed.swapAt(group * 6 + first, group * 6 + second)
          #expect(throws: SealingError.malformedCode(group: group + 1)) {
            _ = try RecoveryCode.decode(typed.span)
          }
        }
      }
    }
  }

  @Test func `finds every two exchanged groups`() {
    let groups = Self.code.split(separator: "-")
    for first in 0..<12 {
      for second in first + 1..<13 {
        var typed = groups
        typed.swapAt(first, second)
        #expect(throws: SealingError.malformedCode(group: first + 1)) {
          _ = try RecoveryCode.decode(Array(typed.joined(separator: "-").utf8).span)
        }
      }
    }
  }

  @Test func `refuses a code that goes on or ends early`() {
    #expect(throws: SealingError.malformedCode(group: nil)) {
      _ = try RecoveryCode.decode(Array((Self.code + "-00000").utf8).span)
    }
    for count in 0..<76 {
      #expect(throws: SealingError.self) {
        _ = try RecoveryCode.decode(Array(Self.code.utf8.prefix(count)).span)
      }
    }
    #expect(throws: SealingError.malformedCode(group: nil)) {
      _ = try RecoveryCode.decode([UInt8](repeating: 0x20, count: 5_000).span)
    }
  }

  @Test func `refuses bits behind the key`() {
    // 3RFG with its last four bits set to 1, and the check that then fits.
    let wrong = (0..<32).map { check in
      Self.code.dropLast(2) + "H" + String(UnicodeScalar(Self.alphabet[check]))
    }
    for code in wrong {
      #expect(throws: SealingError.malformedCode(group: 13)) {
        _ = try RecoveryCode.decode(Array(code.utf8).span)
      }
    }
  }

  @Test func `never traps on random bytes`() {
    for _ in 0..<5_000 {
      let noise = Random.bytes(Int(Random.uniform(below: 200)))
      #expect(throws: SealingError.self) { _ = try RecoveryCode.decode(noise.span) }
      _ = RecoveryCode.group(Int(Random.uniform(below: 20)), of: noise.span)
    }
  }

  @Test func `gives one group, whole or typed alone`() {
    let code = Array(Self.code.utf8)
    let groups = (1...13).map { text(RecoveryCode.group($0, of: code.span)) }
    #expect(groups == Self.code.split(separator: "-").map(String.init))
    #expect(text(RecoveryCode.group(1, of: Array(" e2o9p ".utf8).span)) == "E209P")
    for outside in [Int.min, -1, 0, 14, .max] {
      #expect(text(RecoveryCode.group(outside, of: code.span)).isEmpty)
    }
  }
}
