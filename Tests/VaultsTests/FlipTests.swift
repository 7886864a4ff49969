import Foundation
import Profiles
import Sealing
import Storage
import TestSupport
import Testing
import Vaults

/// A small generator with a seed, so that a finding can be repeated.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

@Suite struct FlipTests {
  @Test func `random damage never gives a wrong secret, and never a crash`() throws {
    let scene = try Scene()
    let whole = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: try scene.test.snapshot())))
    var refused = 0
    for seed in 1...1_000 {
      var random = Seeded(UInt64(seed))
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      try scene.test.stranger.replace(by: Data(bytes))
      if try !isWhole(scene, seed: seed) { refused += 1 }
    }
    print("NOTE: \(refused) of 1000 damaged files were refused somewhere, the others read right")
    #expect(refused > 200)
  }

  /// Reads what can be read; a value that is given must be the one that was stored.
  private func isWhole(_ scene: Scene, seed: Int) throws -> Bool {
    do {
      return try isWhole(try scene.test.open(), seed: seed)
    } catch {
      return false
    }
  }

  private func isWhole(_ vault: borrowing Vault, seed: Int) throws -> Bool {
    var isWhole = true
    for (name, secret) in Scene.secrets {
      do {
        let found = try vault.password(of: name)
        #expect(found == secret, "seed \(seed)")
      } catch {
        isWhole = false
      }
    }
    if failure({ _ = try vault.verify(by: author, at: later) }) != nil { isWhole = false }
    return isWhole
  }
}
