import Arguments
import Console
import Messages
import Testing

/// Names, labels, and the end and return of profiles.
@Suite struct LifeTests {
  @Test func `a rename takes two names`() throws {
    let call = try Command.renaming(try Typed.line("rename", "a", "b"))
    #expect(call.name == "a")
    #expect(call.newName == "b")
    #expect(
      Typed.refusal { try Command.renaming(try Typed.line("rename", "a", "a")) }?.status == .usage)
    #expect(
      Typed.refusal { try Command.renaming(try Typed.line("rename", "a", "b/c")) }?.status
        == .invalid)
  }

  private func pairs(_ words: String...) throws -> [String] {
    try Command.pairs(try Typed.line(["label"] + words)).map { "\($0.key)=\($0.value)" }
  }

  @Test func `labels are set and taken away`() throws {
    #expect(
      try pairs("acme", "stage=prod", "tenant=", "at:=@home") == [
        "stage=prod", "tenant=", "at=@home",
      ])
    #expect(try pairs("-l", "tenant=acme", "stage=prod") == ["stage=prod"])
  }

  @Test(arguments: ["stage=@FILE", "stage=-", "stage=a,tenant=b"])
  func `a label that was meant otherwise is refused`(word: String) {
    #expect(Typed.refusal { try pairs("acme", word) }?.status == .usage)
  }

  @Test(arguments: ["bad key=x", "stage=a\u{1B}b", "stage=\(String(repeating: "x", count: 257))"])
  func `a label that the vault would not keep is refused here`(word: String) {
    #expect(Typed.refusal { try pairs("acme", word) }?.status == .invalid)
  }

  @Test func `no label at all is a slip`() {
    #expect(Typed.refusal { try pairs("acme") }?.status == .usage)
  }

  @Test func `a preview of labels tells before and after`() throws {
    let profile = ProfileSummary(named: "acme", labels: ["stage": "test", "a": "b"])
    let preview = try #require(LabelPreview(profile, [("stage", "prod"), ("a", "")]))
    #expect(preview.line == "~ acme  a=b,stage=test -> stage=prod")
    #expect(LabelPreview(profile, [("stage", "test"), ("none", "")]) == nil)
  }

  @Test func `an undeleted profile may come back under another name`() throws {
    let call = try Command.undeleting(try Typed.line("undelete", "a", "--as", "b"))
    #expect(call.name == "a")
    #expect(call.newName == "b")
  }

  @Test func `a purge says what is lost and what it does not reach`() {
    let profiles = [ProfileSummary(named: "a"), ProfileSummary(named: "b", version: 1)]
    let lines = PurgePreview(profiles, historyOnly: false).lines
    #expect(lines.contains("- a: 3 versions, with every secret in it"))
    #expect(lines.contains("- b: 1 version, with every secret in it"))
    #expect(lines.last?.contains("backups") == true)
    let history = PurgePreview(profiles, historyOnly: true).lines
    #expect(history.contains("- a: what is left of its versions before v3"))
    #expect(history.contains("- b: nothing, it has no older version"))
  }

  @Test(arguments: ["show", "remove", "purge"])
  func `nothing selected is a slip and never everything`(command: String) throws {
    let line = try Typed.line(command)
    #expect(Typed.refusal { try Selection.read(line) }?.status == .usage)
  }
}
