import Arguments
import Foundation
import Testing

@Suite struct CompletionsTests {
  /// What a shell should offer at the end of a line.
  private static let lines: [(line: String, offers: Set<String>)] = [
    ("coffer a", ["add", "audit"]),
    ("coffer key ", ["add", "list", "remove"]),
    ("coffer key r", ["remove"]),
    ("coffer --vault some.file sh", ["show"]),
    ("coffer add --l", ["--label", "--length"]),
    ("coffer show x --as ", ["table", "env", "dotenv"]),
    ("coffer show x --as d", ["dotenv"]),
    ("coffer key add ", ["file", "passphrase"]),
    ("coffer add ", ["postgres", "questdb"]),
    ("coffer add -l tenant=acme q", ["questdb"]),
    ("coffer show acme-", ["acme-prod", "acme-test"]),
    ("coffer list -a other acme-p", ["acme-prod"]),
    ("coffer show ", ["acme-prod", "acme-test"]),
    ("coffer show acme-prod ", []),
    ("coffer key remove ", []),
    ("coffer add postgres ", []),
    ("coffer help k", ["key"]),
    ("coffer help key l", ["list"]),
    ("coffer session e", ["end"]),
    ("coffer session --fu", ["--full"]),
    ("coffer list -- --a", []),
    ("coffer nonsense ", []),
    ("coffer list --trace", []),
    ("coffer import secre", ["secret file.csv"]),
  ]

  @Test(arguments: Completions.Shell.allCases)
  func `the script has no syntax errors`(shell: Completions.Shell) throws {
    guard Shells.has(shell.rawValue) else { return }
    try Shells.withFolder { folder in
      let script = Completions.script(for: shell, Sample.grammar)
      try script.write(
        to: folder.appendingPathComponent("script"), atomically: false, encoding: .utf8)
      let result = try Shells.run(shell.rawValue, ["-n", "script"], in: folder)
      #expect(result.status == 0)
      #expect(result.complaints.isEmpty)
    }
  }

  /// Runs one script of a shell that prints, for each line above, its offers and a bar.
  private func check(
    _ shell: Completions.Shell, _ prelude: String, each: (String) -> String
  ) throws {
    try Shells.withFolder { folder in
      try Shells.placeProgram(in: folder)
      try Data().write(to: folder.appendingPathComponent("secret file.csv"))
      try Completions.script(for: shell, Sample.grammar).write(
        to: folder.appendingPathComponent("script"), atomically: false, encoding: .utf8)
      let test = ([prelude] + Self.lines.map { each($0.line) + "\necho '|'" })
      try test.joined(separator: "\n").write(
        to: folder.appendingPathComponent("test"), atomically: false, encoding: .utf8)
      let result = try Shells.run(shell.rawValue, ["test"], in: folder)
      #expect(result.complaints.isEmpty)
      let answers = result.output.split(separator: "|\n", omittingEmptySubsequences: false)
      try #require(answers.count == Self.lines.count + 1)
      for (expected, answer) in zip(Self.lines, answers) {
        let offers = answer.split(separator: "\n").map(String.init)
        #expect(Set(offers) == expected.offers, "\(shell): \(expected.line)")
        #expect(offers.count == expected.offers.count, "\(shell): \(expected.line)")
      }
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("pwned").path))
    }
  }

  /// The words of a line as bash cuts them, the last of them under the cursor.
  private func bashWords(_ line: String) -> [String] {
    line.split(separator: " ", omittingEmptySubsequences: false).flatMap { word -> [String] in
      guard let sign = word.firstIndex(of: "=") else { return [String(word)] }
      return [String(word[..<sign]), "=", String(word[word.index(after: sign)...])]
    }
  }

  @Test(.enabled(if: Shells.has("bash")))
  func `a real bash offers what belongs there`() throws {
    let prelude = """
      source ./script
      offer() { COMP_CWORD=$(( $# - 1 )); COMP_WORDS=("$@"); _coffer
        for word in "${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done; }
      """
    try check(.bash, prelude) { line in
      "offer " + bashWords(line).map { "'\($0)'" }.joined(separator: " ")
    }
  }

  @Test(.enabled(if: Shells.has("bash")))
  func `bash completes the value after an equals sign`() throws {
    try Shells.withFolder { folder in
      try Data().write(to: folder.appendingPathComponent("key.pem"))
      try Completions.script(for: .bash, Sample.grammar).write(
        to: folder.appendingPathComponent("script"), atomically: false, encoding: .utf8)
      let test = """
        source ./script
        offer() { COMP_CWORD=$(( $# - 1 )); COMP_WORDS=("$@"); _coffer; echo "${COMPREPLY[*]}"; }
        offer coffer show --as =
        offer coffer show --as = e
        offer coffer add t n password =@ ke
        complete -p coffer
        """
      let result = try Shells.run("bash", ["-c", test], in: folder)
      #expect(result.output == "table env dotenv\nenv\nkey.pem\ncomplete -F _coffer coffer\n")
      #expect(result.complaints.isEmpty)
    }
  }

  @Test(.enabled(if: Shells.has("fish")))
  func `a real fish offers what belongs there`() throws {
    try check(.fish, "source ./script\ncomplete -c coffer | string match -q '*coffer*'") { line in
      // Descriptions follow a tab; fish escapes the space of a file's name.
      "complete -C '\(line)' | string replace -r '\\t.*' '' | string unescape"
    }
  }

  @Test(.enabled(if: Shells.has("zsh")))
  func `zsh offers what belongs there`() throws {
    // The parts of zsh's completion system that the script calls, printing instead of offering.
    let prelude = """
      compdef() { :; }
      compset() { PREFIX=${PREFIX#*=}; }
      compadd() { local word; for word in ${(P)2}; do [[ $word == $PREFIX* ]] && print -r -- $word
        done; return 0; }
      _describe() { local list=${@[-1]} word; for word in ${(P)list}; do
        [[ $word == $PREFIX* ]] && print -r -- ${word%%:*}; done; return 0; }
      _files() { print -rl -- ${PREFIX}*(N); }
      source ./script
      offer() { local words=("$@") CURRENT=$# PREFIX=${@[-1]}; _coffer; }
      """
    try check(.zsh, prelude) { line in
      "offer "
        + line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
        .joined(separator: " ")
    }
  }
}
