import Foundation
import Testing

/// Many at once: nothing is lost, and of those who contend one wins.
@Suite(.waitsForProcesses) struct ParallelTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
  }

  /// Runs a line of shell once for each number, all at the same time, and counts the statuses.
  private func atOnce(
    _ count: Int, _ line: String, with extra: [String: String] = [:]
  ) throws -> [Int32: Int] {
    let script = """
      for i in $(seq \(count)); do
        { \(line); echo "status $?"; } 2>/dev/null &
      done
      wait
      """
    let outcome = try home.sh(script, with: extra, within: .seconds(120))
    let statuses = outcome.out.split(separator: "\n").filter { $0.hasPrefix("status ") }
      .compactMap { Int32($0.dropFirst(7)) }
    return Dictionary(grouping: statuses) { $0 }.mapValues(\.count)
  }

  private func names() throws -> [String] {
    let profiles = try home.json("list")["profiles"] as? [[String: Any]] ?? []
    return profiles.compactMap { $0["name"] as? String }
  }

  @Test func `a hundred profiles added at once over a session are all there`() throws {
    try home.openSession("--full")
    let statuses = try atOnce(100, "echo v$i | coffer add secret p$i value=-")
    #expect(statuses == [0: 100])
    #expect(Set(try names()) == Set((1...100).map { "p\($0)" }))
    #expect(try home.coffer("get", "p77", with: home.keyed).line == "v77")
  }

  @Test func `thirty profiles added at once by agents of their own are all there`() throws {
    let statuses = try atOnce(30, "echo v$i | coffer add secret p$i value=-", with: home.keyed)
    #expect(statuses == [0: 30])
    #expect(Set(try names()) == Set((1...30).map { "p\($0)" }))
    try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
  }

  @Test func `of a hundred who change one version one wins and the others are told`() throws {
    try home.add("one", "first")
    try home.openSession("--full")
    for version in 1...3 {
      let count = version == 1 ? 100 : 20
      let statuses = try atOnce(
        count, "echo \(version).$i | coffer set one value=- --if-version \(version)")
      #expect(statuses == [0: 1, 4: count - 1])
    }
    let profile = try home.json("show", "one")["profiles"] as? [[String: Any]]
    #expect(profile?.first?["version"] as? Int == 4)
    #expect(try home.coffer("get", "one", with: home.keyed).line.hasPrefix("3."))
    try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
  }

  @Test func `of two who make a vault at once one does, and its key opens it`() throws {
    let place = home.file("other.coffer")
    let statuses = try atOnce(2, "coffer init --vault \(place) --new-key-file key.$i")
    #expect(statuses == [0: 1, 4: 1])
    let keys = try FileManager.default.contentsOfDirectory(atPath: home.path)
      .filter { $0.hasPrefix("key.") }
    #expect(keys.count == 1, "the loser leaves no key file: \(keys)")
    let listed = try home.coffer("list", "--vault", place, "--key-file", keys.first ?? "none")
    #expect(listed.status == 0, "\(listed.err)")
  }

  @Test func `many who open it with a passphrase at once take turns, and all get in`() throws {
    try home.succeeds(
      home.sh(
        "coffer key add --new-passphrase-fd 0 --memory 64 --passes 3",
        input: .text("correct horse battery"), with: home.keyed))
    let statuses = try atOnce(12, "echo correct horse battery | coffer list --passphrase-fd 0")
    #expect(statuses == [0: 12])
  }
}
