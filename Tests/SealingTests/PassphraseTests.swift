import Sealing
import Testing

@Suite(.serialized) struct PassphraseTests {
  private static let salt = Array(UInt8(0)..<16)

  /// Computed with OpenSSL's Argon2id: 65,536 KiB, 3 passes, 1 lane.
  @Test(arguments: [
    ("correct horse", "e3c889ca40ed01e6b6771fc8a5bf16e35ad60b41c9bd5d7e6d63adf51e50b0fd"),
    ("", "cabd8eb65ac84e96b96e15047b5d84c21dcf0d387defa2220c7d4a6ddbf92a6c"),
  ])
  func `derives what another Argon2id derives`(passphrase: String, expected: String) throws {
    let key = try PassphraseKey.derive(
      from: Array(passphrase.utf8).span, salt: Self.salt, cost: .floor)
    #expect(array(key) == hex(expected))
  }

  @Test func `derives another key from another passphrase or salt`() throws {
    let derived = [
      array(
        try PassphraseKey.derive(from: Array("a".utf8).span, salt: Self.salt, cost: .floor)),
      array(
        try PassphraseKey.derive(from: Array("b".utf8).span, salt: Self.salt, cost: .floor)),
      array(
        try PassphraseKey.derive(
          from: Array("a".utf8).span, salt: Self.salt.reversed(), cost: .floor)),
    ]
    #expect(Set(derived).count == 3)
  }

  @Test(arguments: [0, 15, 17])
  func `refuses a salt of the wrong length`(count: Int) {
    #expect(throws: SealingError.wrongLength(expected: 16, found: count)) {
      _ = try PassphraseKey.derive(
        from: [1].span, salt: [UInt8](repeating: 0, count: count), cost: .floor)
    }
  }

  @Test(arguments: [
    (63, 3), (64, 2), (1_025, 3), (64, 11), (0, 0), (-1, 3), (64, -3), (.max, 3), (64, .max),
  ])
  func `refuses a cost out of bounds before it allocates`(memoryMiB: Int, passes: Int) {
    let start = ContinuousClock.now
    #expect(throws: SealingError.costRefused("\(memoryMiB) MiB x \(passes)")) {
      try PassphraseCost(memoryMiB: memoryMiB, passes: passes)
    }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test(arguments: [(64, 3), (256, 3), (1_024, 10)])
  func `accepts its bounds and its standard`(memoryMiB: Int, passes: Int) throws {
    let cost = try PassphraseCost(memoryMiB: memoryMiB, passes: passes)
    #expect([PassphraseCost.floor, .standard, .ceiling].contains(cost))
  }
}
