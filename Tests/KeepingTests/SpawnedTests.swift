import Foundation
import Host
import Messages
import Sealing
import Testing

/// The same with the built agent.
@Suite(.timeLimit(.minutes(10))) struct SpawnedTests {
  /// Whether a process runs, and is not only waiting to be reaped.
  private static func isAlive(_ process: Int32) -> Bool {
    guard let stat = try? Files.readSmall("/proc/\(process)/stat", limit: 4096) else {
      return false
    }
    return !String(decoding: stat, as: UTF8.self).contains(") Z ")
  }

  private static func waitForEnd(of process: Int32) async throws -> Bool {
    for _ in 0..<500 {
      if !isAlive(process) { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  @Test func `serves one conversation and ends with it`() async throws {
    let place = try await Place()
    let client = try Spawned.agent()
    try await place.open(over: client)
    let process = try await client.ask(AskSession()).process
    #expect(process != getpid() && Self.isAlive(process))
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    let revealed = try await client.reveal(RevealFields(.named("acme"), fields: ["password"]))
    #expect(revealed.secrets.map(\.text) == ["one"])
    await client.hangUp()
    #expect(try await Self.waitForEnd(of: process))
    #expect(try await place.names() == ["acme"])
  }

  @Test func `a session killed in the middle loses nothing that was answered`() async throws {
    let place = try await Place()
    let opener = try Spawned.agent()
    try await place.open(over: opener)
    let call = StartSession(scope: .full, idleSeconds: 60, totalSeconds: 60)
    let process = try await opener.ask(call).process
    let answered = try await withThrowingTaskGroup(of: [String].self) { group in
      for worker in 0..<4 {
        group.addTask {
          let client = try place.join()
          var added: [String] = []
          for number in 0..<1000 {
            let name = "p\(worker)-\(number)"
            guard
              await client.refusal(of: AddProfile.sample(name), [.of("x")]) == nil
            else { return added }
            added.append(name)
            if worker == 0, number == 10 { kill(process, SIGKILL) }
          }
          return added
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(answered.count > 10)
    #expect(Set(answered).isSubset(of: try await place.names()))
    _ = try await place.open().client.ask(VerifyAudit())
    let next = try await place.session(.use)
    #expect(try await place.join().ask(AskSession()).process == getpid())
    _ = try await place.join().ask(EndSession())
    await next.life.value
  }

  @Test func `reads without a record only on request, and confesses later`() async throws {
    let place = try await Place()
    // Stays, so that what is written is not moved out of the write-ahead log.
    let owner = try await place.open().client
    _ = try await owner.ask(AddProfile.sample("acme"), [.of("one")])
    let honest = RevealFields(.named("acme"), fields: ["password"])
    // Room for the opening and some readings.
    let longest = try place.kibibytes("-wal") + 64
    let first = try Spawned.agent(longestFile: longest)
    try await place.open(over: first, unaudited: true)
    var refusal: Failure?
    for _ in 0..<20 where refusal == nil { refusal = await first.refusal(of: honest) }
    #expect(refusal?.status == .storage)

    let second = try Spawned.agent(longestFile: longest)
    try await place.open(over: second, unaudited: true)
    var loud = honest
    loud.unaudited = true
    for _ in 0..<2 {
      let read = try await second.reveal(loud)
      #expect(read.secrets.map(\.text) == ["one"])
      #expect(read.answer.isUnrecorded == true && read.answer.isNoted == true)
    }

    // There is room again.
    _ = try await owner.ask(PurgeProfiles(names: ["acme"], historyOnly: true))
    _ = try await second.ask(ListProfiles(SelectorInput()))
    let confessed = try await place.events().filter { $0.action == "read.unaudited" }
    #expect(confessed.map { $0.values("count") } == [["3"]])
    #expect(try await owner.reveal(loud).answer.isUnrecorded == nil)
  }

  @Test func `what a private agent could not write down is written by the next one`() async throws {
    let place = try await Place()
    let owner = try await place.open().client
    _ = try await owner.ask(AddProfile.sample("acme"), [.of("one")])
    var loud = RevealFields(.named("acme"), fields: ["password"])
    loud.unaudited = true
    for _ in 0..<2 {
      // Each is gone after one reading, as that of a single command.
      let agent = try Spawned.agent(longestFile: 4)
      try await place.open(over: agent, unaudited: true)
      let read = try await agent.reveal(loud)
      #expect(read.answer.isUnrecorded == true && read.answer.isNoted == true)
    }
    let note = try SessionPlace(vault: place.vault).debt
    #expect(try Files.readSmall(note, limit: 4096).isEmpty == false)
    let next = try await place.open().client
    _ = try await next.ask(ListProfiles(SelectorInput()))
    let confessed = try await place.events().filter { $0.action == "read.unaudited" }
    #expect(confessed.map { $0.values("count") } == [["4"]])
    #expect(!FileManager.default.fileExists(atPath: note))
    // What nobody sealed for this vault says nothing.
    try Files.createPrivate(note, contents: Array("forged".utf8).span)
    _ = try await place.open().client.ask(ListProfiles(SelectorInput()))
    #expect(try await place.events().count { $0.action == "read.unaudited" } == 1)
  }

  @Test func `stands apart from the program that started it`() async throws {
    let place = try await Place()
    let client = try Spawned.agent()
    try await place.open(over: client)
    let process = try await client.ask(AskSession()).process
    let link = { (name: String) in
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/\(name)")
    }
    // Only root sees these of a process that is closed to others.
    if getuid() == 0 {
      #expect(link("cwd") == "/")
      #expect((0...2).allSatisfy { link("fd/\($0)") == "/dev/null" })
    } else {
      #expect(link("cwd") == nil)
    }
    #expect(getsid(process) != getsid(0))
  }
}
