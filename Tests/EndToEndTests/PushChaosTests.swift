import Foundation
import Sandboxing
import TestSupport
import Testing

/// Anything may go wrong at any time: what `status` says is true after every push.
@Suite(.waitsForProcesses) struct PushChaosTests {
  private static let names = (0..<8).map { "c\($0)" }

  @Test(arguments: [1, 2, 3])
  func `in sync is never said of what is not`(_ seed: UInt64) throws {
    var chance = Chance(seed)
    let scene = try PushScene()
    var passwords: [String: String] = [:]
    for name in Self.names {
      passwords[name] = "word-0-\(name)"
      try scene.addGood(name, password: passwords[name] ?? "")
    }
    try scene.runs("environment set eu prod main=c0 other=c1")
    for round in 1...8 {
      for name in Self.names where chance.isOne(of: 3) {
        passwords[name] = "word-\(round)-\(name)"
        try scene.runs("set \(name) password=-", passwords[name] ?? "")
      }
      if chance.isOne(of: 3) {
        try scene.deleteBehind(Self.names.randomElement(using: &chance) ?? "")
      }
      for _ in 0...chance.below(3) {
        try scene.sandbox.fault(
          Self.faults.randomElement(using: &chance) ?? [:],
          method: ["POST", "PUT", "GET", nil].randomElement(using: &chance) ?? nil,
          path: ["/api/**", "/api/v1/connections/*", "/api/v1/connections"].randomElement(
            using: &chance) ?? "", skip: chance.below(4), times: 1 + chance.below(4))
      }
      let outcome = try scene.coffer("push --all --yes")
      #expect([0, 4, 11, 12, 13, 15].contains(outcome.status), "\(outcome.status) \(outcome.err)")
      try isTrue(scene, passwords, "round \(round) of \(seed)")
      try scene.forgive()
    }
    // What nobody knows is known once somebody looks and pushes.
    _ = try scene.coffer("push --all --yes")
    try scene.runs("push --all --yes")
    #expect(Set(try scene.rows("").map(\.state)) == ["in sync"])
    try isTrue(scene, passwords, "in the end, \(seed)")
    #expect(try scene.environments() == ["prod": ["main": "c0", "other": "c1"]])
    let writes = try scene.sandbox.count("writes")
    try scene.runs("push --all --yes")
    #expect(try scene.sandbox.count("writes") == writes)
    #expect(try scene.sandbox.count("hiddenStored") == 0)
    try scene.runs("audit verify")
  }

  private func isTrue(_ scene: PushScene, _ passwords: [String: String], _ when: String) throws {
    for name in Self.names where try scene.state("eu/\(name)") == "in sync" {
      let stored = try scene.sandbox.stored(name)?["credentials"]?["password"]?.text
      #expect(stored == passwords[name], "\(name), \(when)")
    }
  }

  private static let faults: [JSONValue] = [
    ["dropBefore": true], ["dropAfter": true], ["halfAnswer": true], ["wrongJSON": true],
    ["status": 500], ["status": 502, "body": "<html></html>"],
    ["status": 429, "retryAfter": "0"], ["status": 503, "retryAfter": "0"],
    ["status": 200, "body": "<html></html>"], ["hugeAnswer": 9_000_000], ["slowBody": 1],
    ["errorText": "no {password}"],
  ]

  /// Dice that fall the same way every time.
  private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    mutating func isOne(of count: Int) -> Bool { below(count) == 0 }
  }
}
