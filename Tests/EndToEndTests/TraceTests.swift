import Foundation
import Testing

/// Every write of both programs through a whole story, as the kernel saw it.
@Suite(.waitsForProcesses, .enabled(if: Capability.wanted(Capability.canSpy)))
struct TraceTests {
  private let home: Home
  private let canary = Canary()

  init() throws {
    home = try Home()
    try home.sh("mkdir trace")
    try home.standIn("count", before: Trace.command + " -f -o trace/agent-$$")
  }

  /// Runs a command with the client traced, which does not follow the agent.
  private func run(_ line: String) throws {
    let client = "\(Trace.command) -o trace/client-$$ coffer \(line)"
    // Another secret for each, as one that does not change is not written.
    let secret = Child.Input.text(canary.text + String(line.count))
    let outcome = try home.sh(client, input: secret, with: home.keyed)
    #expect(outcome.status == 0, "\(line): \(outcome.err)")
  }

  @Test func `no write of a whole story puts a secret into a file`() throws {
    try run("init --new-key-file key --no-session")
    let word = try home.sh("coffer key new me --quiet", with: home.keyed).line
    for line in [
      "add secret a value=-", "set a value=-", "get a", "show a --reveal", "rollback a",
      "rename a b", "history b --diff", "export --all --to \(word) -o sealed",
      "import sealed --from-identity me --update --yes", "key rotate --yes", "backup - > copy",
      "backup --check copy", "unlock --full", "get b", "set b value=-", "add secret c value=-",
      "export b --plaintext --yes", "remove b --yes", "lock", "purge b --yes", "audit verify",
    ] { try run(line) }
    home.endStandIns()
    let trace = try Trace(folder: home.file("trace"))
    let told = trace.writes.filter { !$0.isToFile && !canary.found(in: $0.bytes).isEmpty }
    #expect(told.count >= 8, "over sockets and pipes it goes, so that it would be seen here")
    let files = trace.writes.filter(\.isToFile)
    for name in ["vault.coffer", "vault.coffer-wal", "sealed", "copy"] {
      #expect(files.contains { $0.place.contains(name) }, "\(Set(files.map(\.place)))")
    }
    let leaked = files.filter { !canary.found(in: $0.bytes).isEmpty }
    #expect(leaked.isEmpty, "\(Set(leaked.map(\.place)))")
    // SQLite's index of its log holds numbers of pages and nothing of what is on them.
    #expect(trace.mapped.allSatisfy { $0.hasSuffix("-shm") }, "\(trace.mapped)")
  }

  @Test func `a write of a secret into a file would be seen`() throws {
    try home.write("plain", Array(canary.text.utf8))
    try home.sh("\(Trace.command) -o trace/cat sh -c 'read x < plain; echo $x > written'")
    let trace = try Trace(folder: home.file("trace"))
    let leaked = trace.writes.filter { $0.isToFile && !canary.found(in: $0.bytes).isEmpty }
    #expect(leaked.map(\.place) == [home.file("written")])
  }
}
