import Foundation
import Testing

/// What a person sees when the disk breaks under a command: the client that ships, and the agent on a
/// disk that goes by a plan.
@Suite(.waitsForProcesses) struct BrokenDiskTests {
  private let home: Home
  private let commands = [
    "get one value", "add secret two value=-", "set one value=-", "key rotate --yes", "audit log",
  ]

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("one", "first")
  }

  /// Runs a command with the agent for tests in the place of the real one.
  private func run(_ command: String, _ plan: String) throws -> Outcome {
    let folder = home.programs
    try Data("\(plan) hardened".utf8).write(to: URL(fileURLWithPath: folder + "/plan"))
    let agent = URL(fileURLWithPath: folder + "/coffer-agent")
    let real = URL(fileURLWithPath: folder + "/real-agent")
    let tested = Programs.folder.appendingPathComponent("coffer-agent-under-test")
    try FileManager.default.moveItem(at: agent, to: real)
    // A link: a program that was just written may still be open in a child of another test.
    try FileManager.default.linkItem(at: tested, to: agent)
    defer {
      try? FileManager.default.removeItem(at: agent)
      try? FileManager.default.moveItem(at: real, to: agent)
    }
    return try home.sh("coffer \(command)", input: .text("second\n"), with: home.keyed)
  }

  @Test(arguments: ["full", "write", "sync"])
  func `a broken disk is told with a remedy`(_ fault: String) throws {
    for command in commands {
      let outcome = try run(command, "fail \(fault) 1")
      #expect(outcome.status == 17, "\(command): \(outcome.err)")
      #expect(outcome.err.contains("coffer: hint: "), "\(command): \(outcome.err)")
      #expect(outcome.output.isEmpty, "\(command): \(outcome.out)")
    }
    try isWhole()
  }

  @Test func `a reading that could not be written down is told loudly, any other is not`() throws {
    let command = "get one value --unaudited --quiet"
    let blind = try run(command, "fail full 1")
    #expect(blind.status == 0)
    #expect(blind.line == "first")
    #expect(blind.err.contains("NOT in it"), "\(blind.err)")
    let seen = try run(command, "count")
    #expect(seen.status == 0)
    #expect(seen.errors.isEmpty, "\(seen.err)")
  }

  @Test func `an agent that dies in the middle is told`() throws {
    for command in commands {
      let outcome = try run(command, "kill-before 6")
      #expect(outcome.status != 0, "\(command)")
      #expect(outcome.err.contains("coffer: hint: "), "\(command): \(outcome.err)")
      #expect(outcome.output.isEmpty, "\(command): \(outcome.out)")
    }
    try isWhole()
  }

  @Test func `the same goes well on a whole disk`() throws {
    for command in commands {
      let outcome = try run(command, "count")
      #expect(outcome.status == 0, "\(command): \(outcome.err)")
    }
  }

  private func isWhole() throws {
    #expect(try home.coffer("get", "one", "value", with: home.keyed).out.hasPrefix("first"))
    #expect(try home.coffer("audit", "verify", with: home.keyed).status == 0)
  }
}
