import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct ArrivingTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
  }

  private func arrival(_ number: Int, _ new: NewProfile, note: String? = nil) -> Arrival {
    var contents = Arrival.Contents(new)
    contents.note = note
    return Arrival(line: number, text: new.name.text, contents: .success(contents))
  }

  private func bring(
    _ vault: borrowing Vault, _ new: [NewProfile], _ rule: ArrivalRule = .fail,
    onTrial: Bool = false
  ) throws -> Arrived {
    let arrivals = new.enumerated().map { arrival($0.offset + 1, $0.element) }
    return try bring(vault, arrivals, rule, onTrial: onTrial)
  }

  private func bring(
    _ vault: borrowing Vault, _ arrivals: [Arrival], _ rule: ArrivalRule, onTrial: Bool = false
  ) throws -> Arrived {
    try vault.bring(
      arrivals.map { (line: $0.line, name: $0.text) }, rule, onTrial: onTrial, from: "tests",
      by: author, at: later
    ) { body throws(VaultError) in
      for arrival in arrivals { try body(arrival) }
    }
  }

  @Test func `what arrives is there, and the vault is whole`() throws {
    let vault = try test.open()
    let arrived = try bring(vault, try (1...500).map { try login("p\($0)", password: "s\($0)") })
    #expect(arrived.counts == [.added: 500])
    #expect(arrived.names[.added]?.count == Arrived.told)
    #expect(try vault.password(of: "p77") == "s77")
    #expect(try vault.verify(by: author, at: later).profiles == 500)
  }

  @Test func `the first import of one profile equals an add`() throws {
    let vault = try test.open()
    _ = try bring(vault, [try login("a")])
    _ = try vault.add(try login("b"), by: author, at: later)
    let read = try vault.masked(try everything(), version: nil)
    #expect(read[0].fields.map(\.name) == read[1].fields.map(\.name))
    let events = try vault.events(
      limit: 10, before: nil, about: nil, by: author, at: later
    ).filter { $0.action == "profile.added" }
    #expect(events[0].details.map(\.key) == events[1].details.map(\.key))
  }

  @Test func `the same again changes nothing`() throws {
    let vault = try test.open()
    let new = [try login("a"), try login("b")]
    _ = try bring(vault, new)
    let before = try vault.verify(by: author, at: later).log.events
    let again = try bring(vault, new, .update)
    #expect(again.counts == [.unchanged: 2])
    // The line about the verification, and no other.
    #expect(try vault.verify(by: author, at: later).log.events == before + 1)
    #expect(try vault.profiles(try everything()).map(\.newest) == [1, 1])
  }

  @Test func `an update writes a version with what differs and keeps the rest`() throws {
    let vault = try test.open()
    _ = try bring(vault, [try login("a", password: "old")])
    var new = try login("a", password: "new")
    try new.labels.set("stage", to: "prod")
    new.fields.append(VersionField("database", .clear("sales")))
    let arrived = try bring(vault, [arrival(1, new, note: "n")], .update)
    #expect(arrived.counts == [.changed: 1])
    let read = try vault.masked(try only("a"), version: nil)[0]
    #expect(read.version.number == 2)
    #expect(read.profile.note == "n" && read.profile.labels.values == ["stage": "prod"])
    #expect(try vault.password(of: "a") == "new")
    #expect(try vault.password(of: "a", version: 1) == "old")
    #expect(try bring(vault, [arrival(1, new)], .update).counts == [.unchanged: 1])
  }

  @Test func `an update sends no stored secret to a new place`() throws {
    let vault = try test.open()
    _ = try bring(vault, [try login("a")])
    var moved = NewProfile(name: try name("a"), type: "clickhouse")
    moved.fields = [VersionField("host", .clear("evil.example"))]
    let refused = try bring(vault, [moved], .update)
    #expect(refused.problems.map(\.error) == [.newDestination(fields: ["host"])])
    moved.fields.append(password("own"))
    #expect(try bring(vault, [moved], .update).counts == [.changed: 1])
  }

  @Test func `a name that is taken fails, or is skipped`() throws {
    let vault = try test.open()
    _ = try bring(vault, [try login("a", password: "first")])
    let new = [try login("a", password: "second"), try login("b")]
    #expect(try bring(vault, new).problems.map(\.error) == [.nameTaken("a")])
    #expect(try vault.profiles(try everything()).count == 1)
    #expect(try bring(vault, new, .skip).counts == [.skipped: 1, .added: 1])
    #expect(try vault.password(of: "a") == "first")
    let other = NewProfile(name: try name("a"), type: "secret")
    let problem = try bring(vault, [other], .update).problems.first
    #expect(problem?.error == .otherType(name: "a", found: "clickhouse", given: "secret"))
  }

  @Test func `a trial tells everything and leaves the file as it was`() throws {
    let vault = try test.open()
    let before = try vault.verify(by: author, at: later).log
    let arrived = try bring(vault, [try login("a")], onTrial: true)
    #expect(arrived.counts == [.added: 1])
    #expect(try vault.profiles(try everything()).isEmpty)
    #expect(try vault.verify(by: author, at: later).log.events == before.events + 1)
  }

  @Test func `two may be changed via each other, and via what is there`() throws {
    let vault = try test.open()
    try vault.addLogin("root")
    var one = try login("one")
    var two = try login("two")
    var three = try login("three")
    one.via = two.name
    two.via = one.name
    three.via = try name("root")
    #expect(try bring(vault, [one, two, three]).counts == [.added: 3])
    let read = try vault.masked(try everything(), version: nil)
    #expect(read.map(\.via) == ["two", nil, "root", "one"])
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `each problem has its line`() throws {
    let vault = try test.open()
    var lost = try login("lost")
    lost.via = try name("nobody")
    var own = try login("own")
    own.via = own.name
    var bare = NewProfile(name: try name("bare"), type: "clickhouse")
    bare.fields = [VersionField("host", .clear("h"))]
    var odd = try login("odd")
    odd.fields.append(VersionField("hots", .clear("h")))
    let bad = Arrival(line: 6, text: "b d", contents: .failure(.word(.badName("b d"))))
    let good = try login("good")
    let arrivals = [lost, own, bare, odd, good].enumerated().map {
      arrival($0.offset + 1, $0.element)
    }
    let arrived = try bring(vault, arrivals + [bad, arrival(7, good)], .fail)
    #expect(arrived.problems.map(\.line) == [1, 2, 3, 4, 6, 7])
    #expect(arrived.problems[0].error == .unknownProfile("nobody", known: []))
    #expect(arrived.problems[1].error == .viaItself)
    #expect(
      arrived.problems[2].error == .incomplete(name: "bare", missing: ["username", "password"]))
    #expect(arrived.problems[5].error == .givenTwice(name: "good", line: 5))
    #expect(try vault.profiles(try everything()).isEmpty)
  }

  @Test func `secrets are made up once`() throws {
    let vault = try test.open()
    var new = NewProfile(name: try name("a"), type: "clickhouse")
    new.fields = [VersionField("host", .clear("h")), VersionField("username", .clear("u"))]
    var contents = Arrival.Contents(new)
    contents.wishes = [(name: "password", length: 40)]
    let arrivals = [Arrival(line: 1, text: "a", contents: .success(contents))]
    #expect(try bring(vault, arrivals, .fail).generated == 1)
    let made = try #require(try vault.password(of: "a"))
    #expect(made.utf8.count == 40)
    #expect(try bring(vault, arrivals, .update).counts == [.unchanged: 1])
    #expect(try vault.password(of: "a") == made)
  }

  @Test func `those who share a login are named, also with who was there before`() throws {
    let vault = try test.open()
    try vault.addLogin("old")
    let arrived = try bring(vault, [try login("a"), try login("b")])
    let shared = try vault.sharedLogins(of: arrived)
    #expect(shared.map(\.names) == [["a", "b", "old"]])
    #expect(shared.first?.login.host == "db.example")
    var alone = try login("alone")
    alone.fields[0] = VersionField("host", .clear("other.example"))
    #expect(try vault.sharedLogins(of: try bring(vault, [alone])).isEmpty)
  }

  @Test func `leaving gives every field of the current version, by name`() throws {
    let vault = try test.open()
    _ = try bring(vault, [try login("b", password: "1"), try login("a", password: "x")])
    try vault.setPassword(of: "b", to: "2")
    var seen: [String] = []
    let count = try vault.leave(
      try everything(), withSecrets: true, how: "tests", by: author, at: later
    ) { item throws(VaultError) in
      for field in item.fields {
        if case .secret(let secret) = field.content {
          seen.append("\(item.profile.name) \(secret.text)")
        }
      }
    }
    #expect(count == 2)
    #expect(seen == ["a x", "b 2"])
    let actions = try vault.events(
      limit: 3, before: nil, about: nil, by: author, at: later
    ).map(\.action)
    #expect(actions == ["vault.exported", "secret.read", "secret.read"])
  }

  @Test func `what stops the leaving leaves no reading on record`() throws {
    let vault = try test.open()
    try vault.addLogin("a")
    let stopped = failure {
      _ = try vault.leave(
        try everything(), withSecrets: true, how: "tests", by: author, at: later
      ) { _ throws(VaultError) in throw .lastSlot }
    }
    #expect(stopped == .lastSlot)
    let actions = try vault.events(
      limit: 1, before: nil, about: nil, by: author, at: later
    ).map(\.action)
    #expect(actions == ["profile.added"])
  }
}
