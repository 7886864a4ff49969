import Foundation
import Testing

/// What every command prints with `--json`, read by a parser that is not ours.
@Suite(.waitsForProcesses) struct JSONTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("a", "first\n")
    try home.add("b", "second")
  }

  /// One line, an object, its keys sorted.
  private func check(_ bytes: [UInt8], _ line: String) throws -> [String: Any] {
    #expect(bytes.last == 10 && !bytes.dropLast().contains(10), "\(line): one line")
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    let object = try #require(value as? [String: Any], "\(line): an object")
    let sorted = try JSONSerialization.data(
      withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(Array(sorted) == bytes.dropLast(), "\(line): keys are sorted")
    return object
  }

  @Test func `every command that works prints one object`() throws {
    for line in [
      "init --vault other.coffer --new-key-file other.key", "unlock --full", "session", "migrate",
      "migrate --dry-run", "key list", "key add --key-file-new two.key --name two",
      "key remove two --yes", "key new me.identity", "key rotate --yes", "version",
      "add secret c --generate value", "add secret c --generate value --if-absent",
      "set a --generate value", "set a --note new --dry-run", "show a", "show --all",
      "show a --reveal", "get a", "get a value", "list", "list nothing*", "list --removed",
      "rename c d", "label a b stage=prod --yes", "history a", "history a --diff",
      "rollback a --dry-run", "rollback a", "remove d --dry-run", "remove d", "undelete d",
      "remove d", "purge d --dry-run", "purge d --yes", "purge a --history --yes", "audit log",
      "audit log a --limit 3", "audit last-seen",
      "audit last-seen a", "audit blast a", "audit verify", "compromised",
      "compromised a --dry-run", "compromised --everything --dry-run", "lock", "lock",
    ] {
      let outcome = try home.sh("coffer \(line) --json", with: home.keyed)
      #expect(outcome.status == 0, "\(line): \(outcome.err)")
      _ = try check(outcome.output, line)
    }
  }

  @Test func `every command that fails prints one object among the errors`() throws {
    try home.write("wrong.key", [UInt8](repeating: 0, count: 32))
    for (line, status) in [
      ("lst", 2), ("show", 2), ("get", 2), ("get a --lenght 3", 2), ("get nothing", 3),
      ("get a nothing", 3), ("get a --version 9", 3), ("rename a b", 4), ("undelete c", 3),
      ("set a --generate value --if-version 7", 4), ("add secret a --generate value", 4),
      ("add sercet c", 8), ("add secret c value=x", 2), ("key remove nothing --yes", 3),
      ("list --key-file wrong.key", 6), ("list --vault missing.coffer", 3), ("session", 5),
      ("init", 4), ("purge a --yes", 3), ("audit log nobody", 3),
      ("audit last-seen nobody", 3), ("audit blast nobody", 3), ("audit blast", 2),
      ("compromised nobody --yes", 3), ("compromised --yes", 2), ("compromised a", 2),
      ("compromised a --slot key-file --yes", 2), ("compromised a --settled --yes", 3),
      ("key remove key-file", 2),
      ("remove --all", 2), ("key add --recovery", 15), ("key remove key-file --yes", 8),
    ] {
      let outcome = try home.sh("coffer \(line) --json", with: home.keyed)
      #expect(outcome.status == Int32(status), "\(line): \(outcome.status) \(outcome.err)")
      #expect(outcome.output.isEmpty, "\(line): \(outcome.out)")
      let object = try check(outcome.errors, line)
      #expect(object["status"] as? Int == status)
      for key in ["code", "message", "hint"] {
        #expect((object[key] as? String)?.isEmpty == false, "\(line): \(key)")
      }
      #expect(object["items"] is [Any])
    }
  }

  @Test func `a value that is no text comes back whole`() throws {
    let bytes: [UInt8] = [0, 0xFF, 0xFE, 0x22, 0x5C, 0x0D, 0x09]
    try home.succeeds(
      home.coffer("add", "secret", "bytes", "value=-", input: .bytes(bytes), with: home.keyed))
    let fields = try home.json("get", "bytes")["fields"] as? [String: [String: Any]]
    let value = try #require(fields?["value"])
    let text = value.values.compactMap { $0 as? String }.first { Data(base64Encoded: $0) != nil }
    #expect(Array(Data(base64Encoded: text ?? "") ?? Data()) == bytes, "\(value)")
    let odd = "\"\\\u{7F}\u{202E}\u{1B}[2J\t\u{1F600}"
    try home.add("odd", odd)
    let shown = try home.json("get", "odd")["fields"] as? [String: [String: Any]]
    #expect(shown?["value"]?["value"] as? String == odd)
  }
}
