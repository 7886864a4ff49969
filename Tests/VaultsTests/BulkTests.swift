import Foundation
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct BulkTests {
  /// More for a measurement: COFFER_TEST_PROFILES=20000, built with -Xswiftc -O.
  private static let count =
    ProcessInfo.processInfo.environment["COFFER_TEST_PROFILES"].flatMap { Int($0) } ?? 300

  @Test func `many profiles are listed and sealed anew, and still open`() throws {
    let test = try TemporaryVault()
    var vault = try test.open()
    let clock = ContinuousClock()
    let added = try clock.measure {
      for number in 0..<Self.count { try vault.addLogin("p\(number)", password: "s\(number)") }
    }
    let listed = try clock.measure { _ = try vault.profiles(try everything()) }
    let one = try clock.measure { _ = try vault.profiles(try only("p7")) }
    var rotated: Rotated?
    let sealed = try clock.measure {
      rotated = try vault.rotate(keeping: .all, by: author, at: later)
    }
    let verified = try clock.measure { _ = try vault.verify(by: author, at: later) }
    print(
      "NOTE: \(Self.count) profiles: added one by one in \(added), listed in \(listed), one found "
        + "in \(one), sealed anew in \(sealed), verified in \(verified)")
    #expect(rotated?.profiles == Self.count && rotated?.versions == Self.count)
    #expect(try vault.password(of: "p\(Self.count - 1)") == "s\(Self.count - 1)")
  }
}
