import Foundation
import Testing

/// A file or folder that cannot be written: told with a remedy, and the vault stays as it was.
@Suite(
  .waitsForProcesses, .enabled(if: Capability.wanted(!Capability.isRoot || Capability.canBeOthers)))
struct ReadOnlyTests {
  private let home: Home
  /// Root may write everything, so this home gets another owner.
  private let user: String

  init() throws {
    home = try Home(shared: true)
    try home.makeVault()
    try home.add("one", "first")
    user = Capability.isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
    if Capability.isRoot { try home.sh("chown -R 65534:65534 .local key run tmp .") }
  }

  private func run(_ line: String) throws -> Outcome {
    try home.sh(user + "coffer " + line, input: .text("second\n"), with: home.keyed)
  }

  /// Everything is told in two lines and exit 17, and then the old secret is still there.
  @Test(arguments: [
    "chmod 0400 .local/share/coffer/vault.coffer", "chmod 0500 .local/share/coffer",
  ])
  func `what cannot be written is told, and nothing is lost`(_ closing: String) throws {
    #expect(try home.sh(closing).status == 0)
    let commands = [
      "get one", "add secret two value=-", "set one value=-", "rename one other",
      "remove one --yes", "key rotate --yes", "audit log",
    ]
    for command in commands {
      let outcome = try run(command)
      #expect(outcome.status == 17, "\(command): \(outcome.err)")
      #expect(outcome.err.contains("coffer: hint: "), "\(command): \(outcome.err)")
      #expect(outcome.output.isEmpty, "\(command): \(outcome.out)")
    }
    let open = closing.replacing("0400", with: "0600").replacing("0500", with: "0700")
    #expect(try home.sh(open).status == 0)
    let outcome = try run("get one value")
    #expect(outcome.out == "first\n" || outcome.out == "first", "\(outcome.err)")
    #expect(try run("audit verify").status == 0)
  }
}
