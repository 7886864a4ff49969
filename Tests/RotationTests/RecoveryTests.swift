import Profiles
import Rotation
import Testing

/// The table of what follows from signing in with both.
@Suite struct RecoveryTests {
  private func decide(_ pending: Finding, _ current: Finding) -> Recovery {
    Recovery.decide(Findings(pending: pending, current: current))
  }

  @Test func `decides by what was seen, line by line`() {
    #expect(decide(.works, .works) == .applied)
    #expect(decide(.works, .refused("no")) == .appliedAlone)
    #expect(decide(.refused("no"), .works) == .notApplied)
    #expect(
      decide(.refused("no"), .refused("nor"))
        == .lost("neither the new nor the current secret works: no"))
    for other in [Finding.works, .refused("no"), .unreachable("off"), .notChecked("idle")] {
      #expect(decide(.unreachable("down"), other) == .wait("down"))
    }
    #expect(decide(.refused("no"), .unreachable("down")) == .wait("down"))
    #expect(decide(.elsewhere("anybody gets in"), .works) == .misled("anybody gets in"))
  }

  @Test func `says so where only the version before the current one works`() {
    let recovery = Recovery.decide(
      Findings(pending: .refused("no"), current: .refused("no"), previous: .works))
    #expect(recovery == .lost("only the version before the current one works: no"))
  }

  @Test func `the first few are tried before the rest, and failures at one place end it`() {
    var waves = Waves(Array(repeating: "db", count: 40) + ["other"])
    var begun: [Int] = []
    while let wave = waves.next() {
      begun += wave
      for index in wave { waves.ended(index, cause: index < 40 ? "permission denied" : nil) }
    }
    #expect(begun.prefix(3) == [0, 1, 2])
    #expect(begun.count <= Waves.first + 2 * Waves.atOnce)
    #expect(begun.contains(40))
    #expect(waves.cause(of: 39) == "permission denied")
  }

  @Test func `a workspace that takes nothing ends it for all that need it, wherever they are`() {
    var waves = Waves(needing: (0..<300).map { ["host-\($0)", "workspace eu"] } + [["x", "us"]])
    var begun: [Int] = []
    while let wave = waves.next() {
      begun += wave
      for index in wave where index < 300 {
        waves.ended(index, cause: "failing: timed out", at: "workspace eu")
      }
    }
    #expect(begun.count <= Waves.first + Waves.atOnce + 1)
    #expect(begun.contains(300))
    #expect(waves.cause(of: 299) == "failing: timed out" && waves.cause(of: 300) == nil)
  }

  @Test func `who changes others is changed after them, and alone`() {
    var waves = Waves(["db", "db", "db", "db", "db"], late: [0, 2])
    var begun: [[Int]] = []
    while let wave = waves.next() { begun.append(wave) }
    #expect(begun == [[1, 3, 4], [0], [2]])
  }

  @Test func `due dates are spread, and never after the span`() throws {
    var dates: Set<Int64> = []
    for byte in UInt8(0)..<64 {
      let id = try #require(ProfileID([byte &* 37] + Array(repeating: byte, count: 15)))
      let policy = RotationPolicy(every: 86_400 * 30, since: 0)
      let due = try #require(policy.dueAt(for: id))
      #expect(due <= 86_400_000 * 30 && due > 86_400_000 * 26)
      dates.insert(due / 3_600_000)
    }
    #expect(dates.count > 20)
  }

  @Test(arguments: [
    "2:00-04:00", "02:00", "24:00-01:00", "02:60-03:00", "02:00-02:00", "", "-1:00-02:00",
  ])
  func `refuses what is no window`(text: String) {
    #expect(RotationPolicy.Window(text) == nil)
  }

  @Test func `a window may be over midnight`() throws {
    let window = try #require(RotationPolicy.Window("23:00-01:30"))
    #expect(window.contains(23 * 3_600_000 + 1))
    #expect(window.contains(89 * 60_000))
    #expect(!window.contains(90 * 60_000))
    #expect(window.text == "23:00-01:30" && window.length == 150)
  }
}
