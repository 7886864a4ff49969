import Foundation
import Testing

/// An agent that crashes by its own mistake while it holds a secret.
@Suite(.waitsForProcesses) struct TrapTests {
  private let home: Home
  private let canary = Canary()

  init() throws {
    home = try Home()
    try home.makeVault()
  }

  @Test(arguments: [2, 4, 6])
  func `an agent that traps prints nothing of its memory and leaves no core`(_ point: Int) throws {
    // Also where the caller asks for all that the runtime and the kernel would tell.
    let before = "ulimit -c unlimited; SWIFT_BACKTRACE=enable=yes,sanitize=no,registers=all"
    try home.standIn("trap \(point)", before: before, after: "> said 2>&1")
    let secret = Child.Input.text(canary.text)
    let outcome = try home.sh("coffer add secret a value=-", input: secret, with: home.keyed)
    #expect(outcome.status == 1, "\(outcome.err)")
    home.endStandIns()
    let said = String(decoding: try home.read("said"), as: UTF8.self)
    #expect(said.contains("the plan says so"), "it did trap: \(said)")
    for word in ["rax", "Registers", "Backtrace", "Thread 0", "0x"] {
      #expect(!said.contains(word), "\(said)")
    }
    #expect(canary.found(in: Array(said.utf8) + outcome.output + outcome.errors).isEmpty)
    #expect(canary.files(below: home.path).isEmpty)
    #expect(try home.sh("find . -name 'core*' | grep .").status == 1)
  }
}
