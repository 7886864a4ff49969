import Foundation
import Testing

/// Files that nobody should import, each with its status, and nothing of them in an error.
@Suite(.waitsForProcesses) struct ImportTests {
  private let home: Home
  private let canary = Canary()

  init() throws {
    home = try Home()
    try home.makeVault()
  }

  /// Runs an import that has to fail without a trace of what it read.
  private func refuses(
    _ line: String, status: Int32, input: Child.Input = .nothing, within: Duration = .seconds(60)
  ) throws -> String {
    let outcome = try home.sh(line, input: input, with: home.keyed, within: within)
    #expect(outcome.status == status, "\(line): \(outcome.status) \(outcome.err)")
    #expect(outcome.err.contains("coffer: hint: "))
    #expect(canary.found(in: outcome.output + outcome.errors).isEmpty, "\(line)")
    #expect(outcome.errors.count < 10_000)
    #expect(try home.coffer("list", "--json", with: home.keyed).out.contains(#""profiles":[]"#))
    return outcome.err
  }

  @Test func `100 MiB of garbage is refused, quickly and in few words`() throws {
    let line = "head -c 104857600 /dev/urandom > garbage && coffer import garbage --format jsonl"
    let said = try refuses(line, status: 8)
    #expect(said.contains("more\n"))
    #expect(try refuses("coffer import garbage", status: 2).contains("--format"))
  }

  @Test func `more than can be read is refused before it is`() throws {
    let said = try refuses(
      "truncate -s 300M sparse && coffer import sparse --format jsonl", status: 8)
    #expect(said.contains("268435456 bytes"))
  }

  @Test func `a line of 10 MiB, NUL bytes, and nothing at all`() throws {
    _ = try refuses(
      "head -c 10485760 /dev/zero | tr '\\0' x > long; coffer import long --format jsonl", status: 8
    )
    _ = try refuses(
      "printf 'a\\0b' > nul; coffer import nul --format dotenv --type secret", status: 2)
    _ = try refuses("printf '{\"name\":\"a\\0b\"}' > nul; coffer import nul", status: 8)
    _ = try refuses(": > empty; coffer import empty", status: 8)
    _ = try refuses("printf '\\357\\273\\277' > mark; coffer import mark --format csv", status: 8)
    _ = try refuses("printf '\\377\\376{\\0' > wide; coffer import wide --format jsonl", status: 8)
  }

  @Test func `what is no ordinary file never holds it up`() throws {
    _ = try refuses("mkfifo pipe; coffer import pipe", status: 17)
    _ = try refuses("coffer import /dev/zero", status: 17)
    _ = try refuses("coffer import nowhere", status: 3)
    _ = try refuses("mkdir empty; coffer import empty", status: 8)
    _ = try refuses("coffer import .", status: 8)
    _ = try refuses("coffer import - < /dev/null", status: 8)
    _ = try refuses("coffer import - <&-", status: 8)
    _ = try refuses("coffer import - --key-file - < key", status: 2)
  }

  @Test func `no part of a secret is told of a line that cannot be read`() throws {
    let secret = canary.text
    for (name, text) in [
      (
        "a.jsonl", "{\"name\":\"a\",\"type\":\"secret\",\"secrets\":{\"value\":\"\(secret)\u{1}\"}}"
      ),
      ("b.jsonl", "{\"name\":\"a\",\"type\":\"secret\",\"secrets\":{\"value\":\"\(secret)"),
      (
        "c.jsonl",
        "{\"name\":\"a\",\"type\":\"clickhouse\",\"secrets\":{\"password\":\"\(secret)\"}}"
      ),
      ("d.csv", "name,type,value\na,secret,\(secret),x\n"),
      ("e.csv", "name,type,value\na,secret,\"\(secret)\n"),
      ("g.cjs", "const apiKey = '\(secret)"),
      ("h.cjs", Self.script("'\(secret)' + read()")),
      ("i.cjs", Self.script("'\(secret)\\x'")),
      ("j.cjs", Self.script("secret_\(secret)")),
      ("k.cjs", Self.script("{ a: '\(secret)' }")),
      ("l.cjs", Self.script("`\(secret)${process.env.NOWHERE}`")),
    ] {
      try home.write(name, Array(text.utf8))
      _ = try refuses("coffer import \(name) --yes", status: 8)
    }
    try home.write("f", Array("a postgres://u:\(secret)/x@h/db\nb postgres://u:\(secret)\n".utf8))
    _ = try refuses("coffer import f --format url --yes", status: 8)
    try home.write(".env", Array("A_CH_PASSWORD='\(secret)\nA_CH_HOST=h\n".utf8))
    _ = try refuses(
      "coffer import .env --map '{NAME}_CH_{FIELD}' --type clickhouse --yes", status: 8)
  }

  private static func script(_ password: String) -> String {
    """
    const apiKey = 'k'
    const body = { name: 'a', type: 'postgres', credentials: { host: 'h', password: \(password) } }
    fetch('https://api.us.embeddable.com/api/v1/connections', body)
    """
  }

  @Test func `a secret goes through a sealed export and is seen nowhere`() throws {
    try home.add("a", canary.text)
    let watch = Watch(for: canary)
    let word = try home.sh("coffer key new me --quiet", with: home.keyed).line
    for line in [
      "coffer export --all --to \(word) -o sealed",
      "coffer export --all --without-secrets -o review",
      "coffer import sealed --from-identity me --update --yes", "coffer remove a --yes",
      "coffer import sealed --from-identity me --yes", "coffer import sealed --yes",
    ] {
      let outcome = try home.sh(line, with: home.keyed)
      #expect(canary.found(in: outcome.output + outcome.errors).isEmpty, "\(line)")
    }
    #expect(watch.stop().found.isEmpty)
    #expect(canary.files(below: home.path).isEmpty)
    #expect(try home.coffer("get", "a", with: home.keyed).line == canary.text)
  }

  @Test func `an import that is interrupted leaves nothing, and no half export is left`() throws {
    var lines = ""
    for number in 0..<20_000 {
      lines +=
        "{\"name\":\"p\(number)\",\"type\":\"secret\",\"secrets\":{\"value\":\"v\(number)\"}}\n"
    }
    try home.write("many.jsonl", Array(lines.utf8))
    let child = try home.start("exec coffer import many.jsonl --yes", with: home.keyed)
    usleep(300_000)
    child.end()
    _ = home.agentsLeft(after: .seconds(120))
    let there = try home.coffer("list", "--json", with: home.keyed).out
    let count = there.components(separatedBy: #""name":"p"#).count - 1
    #expect(count == 0 || count == 20_000, "all or nothing, not \(count)")
    #expect(try home.coffer("audit", "verify", with: home.keyed).status == 0)
  }

  @Test(.enabled(if: Capability.canDecrypt))
  func `gpg opens the entries of a pass tree`() throws {
    var extra = home.keyed
    extra["GNUPGHOME"] = home.file("g")
    let made = try home.sh(
      """
      mkdir -m 700 g; mkdir -p store pairs/acme
      printf '%%no-protection\nKey-Type: EDDSA\nKey-Curve: ed25519\nSubkey-Type: ECDH\n\
      Subkey-Curve: cv25519\nName-Email: t@example\n%%commit\n' > k
      gpg --batch --quiet --gen-key k 2>/dev/null || exit 1
      put() { gpg --batch --quiet --trust-model always -r t@example -e -o $1.gpg; }
      printf '\(canary.text)\nuser: ro\nhost: h.example\n' | put store/beta
      printf 'p2\n' | put pairs/acme/password
      printf 'h2.example\n' | put pairs/acme/server
      printf 'ro\n' | put pairs/acme/user
      """, with: extra)
    #expect(made.status == 0, "\(made.err)")
    for line in [
      "coffer import store --type clickhouse",
      "coffer import pairs --type clickhouse --map '{NAME}/{FIELD}'",
    ] {
      let outcome = try home.sh(line, with: extra)
      #expect(outcome.status == 0, "\(outcome.err)")
      #expect(canary.found(in: outcome.output + outcome.errors).isEmpty)
    }
    #expect(try home.coffer("get", "beta", with: extra).line == canary.text)
    #expect(try home.coffer("get", "acme", "host", with: extra).line == "h2.example")
    let bad = try home.sh("echo junk > store/bad.gpg; coffer import store --dry-run", with: extra)
    #expect(bad.status == 6 && bad.err.contains("gpg did not open bad"))
    _ = try home.sh("gpgconf --kill all", with: extra)
  }
}
