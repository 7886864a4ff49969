import Profiles
import Rotation
import Testing

@Suite struct MachineTests {
  private static let strategies: [Changeover.Strategy] = [.replace, .alternate, .overlap]

  /// Runs to the end, dying before or after the effect of the given move and starting over from
  /// what was written by then.
  private static func run(
    _ strategy: Changeover.Strategy, dyingAt death: Int?, afterEffect: Bool, losing: Bool
  ) throws -> (world: World, moves: Int) {
    var world = World()
    world.losesAnswers = losing
    var written = try #require(World.changeover(strategy))
    var machine = Machine(written, canProbe: true)
    var count = 0
    for _ in 0..<100 {
      let move = machine.next(at: 0)
      // The journal is written before the move is made.
      written = machine.changeover
      if move == .finish { return (world, count) }
      #expect(move != .rest, "\(strategy) rests: \(String(describing: written.trouble))")
      guard move != .rest else { return (world, count) }
      count += 1
      if count == death, !afterEffect {
        machine = Machine(written, canProbe: true)
        continue
      }
      world.carryOut(move, &machine)
      #expect(world.hasWorking)
      #expect(
        world.takesOld || world.takesNew && (strategy == .replace || world.destinationsHaveNew))
      // Switching over writes in one transaction with its effect.
      if count == death, move != .switchOver {
        machine = Machine(written, canProbe: true)
      } else {
        written = machine.changeover
      }
    }
    Issue.record("\(strategy) does not end")
    return (world, count)
  }

  @Test(arguments: strategies, [false, true])
  func `wherever it dies, with or without answers, it ends with the new one alone`(
    strategy: Changeover.Strategy, losing: Bool
  ) throws {
    let clean = try Self.run(strategy, dyingAt: nil, afterEffect: false, losing: losing)
    #expect(clean.moves > 4)
    for death in 1...clean.moves {
      for afterEffect in [false, true] {
        let world = try Self.run(
          strategy, dyingAt: death, afterEffect: afterEffect, losing: losing
        ).world
        #expect(world.takesNew && !world.takesOld && world.isSwitched && world.destinationsHaveNew)
      }
    }
  }

  @Test func `whoever goes on with a push looks first whether the new one still works`() throws {
    var changeover = try #require(World.changeover(.replace))
    changeover.step = .pushing
    var machine = Machine(changeover, canProbe: true)
    #expect(machine.next(at: 0) == .prove)
    machine.proved(.refused("no"), at: 0)
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.isStuck)
    #expect(machine.changeover.trouble?.kind == .changed)
  }

  @Test func `a destination that fails keeps the old one alive`() throws {
    var world = World()
    var machine = Machine(try #require(World.changeover(.overlap)), canProbe: true)
    while true {
      let move = machine.next(at: 0)
      if move == .push {
        machine.pushed(failing: "eu/x failing", at: 0)
        break
      }
      world.carryOut(move, &machine)
    }
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.step == .pushing)
    #expect(world.takesOld)
    machine.resume()
    #expect(machine.next(at: 0) == .push)
  }

  @Test func `the old one is left where the new one was taken away meanwhile`() throws {
    var world = World()
    var machine = Machine(try #require(World.changeover(.overlap)), canProbe: true)
    while true {
      let move = machine.next(at: 0)
      if move == .prove { world.takesNew = false }
      if move == .rest { break }
      world.carryOut(move, &machine)
    }
    #expect(world.takesOld)
    #expect(machine.changeover.isStuck)
    #expect(machine.changeover.trouble?.kind == .changed)
  }

  @Test func `an old secret that is still accepted after it was retired needs a person`() throws {
    var world = World()
    var machine = Machine(try #require(World.changeover(.overlap)), canProbe: true)
    for _ in 0..<100 {
      let move = machine.next(at: 0)
      if move == .rest { break }
      #expect(move != .finish)
      if move == .retire {
        machine.retired(.done, at: 0)
      } else {
        world.carryOut(move, &machine)
      }
    }
    #expect(machine.changeover.isStuck)
  }

  @Test func `no network is no wrong password: it waits, and concludes nothing`() throws {
    var machine = try #require(World.machine(.replace))
    #expect(machine.next(at: 0) == .apply)
    machine.applied(.unclear("reset"), at: 0)
    for _ in 0..<10 {
      let move = machine.next(at: 0)
      if move == .rest { break }
      if move == .probe {
        machine.probed(
          Findings(pending: .refused("no"), current: .unreachable("no route")), at: 0)
      }
    }
    #expect(!machine.changeover.isStuck)
    #expect(machine.changeover.step == .applying)
    #expect(machine.changeover.nextAt > 0)
  }

  @Test func `a secret that is not taken is made anew, and then a person is asked`() throws {
    var machine = try #require(World.machine(.replace))
    var remakes = 0
    while true {
      let move = machine.next(at: 0)
      if move == .rest { break }
      if move == .apply { machine.applied(.policy("too short"), at: 0) }
      if move == .remake {
        remakes += 1
        machine.remade()
      }
    }
    #expect(remakes == Int(Machine.mostRemakes))
    #expect(machine.changeover.isStuck)
    #expect(!machine.changeover.step.isSwitched)
  }

  @Test func `a secret that a person brought is not replaced by one of ours`() throws {
    var changeover = try #require(World.changeover(.replace))
    changeover.facts = ["given": "password"]
    var machine = Machine(changeover, canProbe: true)
    #expect(machine.next(at: 0) == .look)
    machine.looked(Findings(pending: .notChecked("not told"), current: .works), at: 0)
    #expect(machine.next(at: 0) == .apply)
    machine.applied(.policy("too short"), at: 0)
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.isStuck && machine.changeover.step == .prepared)
  }

  @Test func `what was just made may show only after a while`() throws {
    var machine = try #require(World.machine(.overlap))
    #expect(machine.next(at: 0) == .apply)
    machine.applied(.done, at: 0)
    var looks = 0
    while true {
      let move = machine.next(at: 0)
      if case .pause = move { continue }
      guard move == .probe else {
        #expect(move == .switchOver)
        break
      }
      looks += 1
      machine.probed(
        Findings(pending: looks < 4 ? .refused("401") : .works, current: .works), at: 0)
    }
    #expect(looks == 4)
  }

  @Test func `a person is asked, and asked again until it is true`() throws {
    var machine = Machine(try #require(World.changeover(.assisted)), canProbe: true)
    let no = Findings(pending: .refused("no"), current: .works)
    #expect(machine.next(at: 0) == .probe)
    machine.probed(no, at: 0)
    #expect(machine.next(at: 0) == .rest)
    machine.resume()
    #expect(machine.next(at: 0) == .probe)
    machine.probed(no, at: 0)
    #expect(machine.next(at: 0) == .rest)
    machine.resume()
    #expect(machine.next(at: 0) == .probe)
    machine.probed(Findings(pending: .works, current: .works), at: 0)
    #expect(machine.next(at: 0) == .switchOver)
  }

  @Test func `where nobody can look, a person's word is taken`() throws {
    var machine = Machine(try #require(World.changeover(.assisted)), canProbe: false)
    #expect(machine.next(at: 0) == .rest)
    machine.resume()
    #expect(machine.next(at: 0) == .switchOver)
    machine.willSwitch()
    #expect(machine.next(at: 0) == .push)
    machine.pushed(failing: nil, at: 0)
    #expect(machine.next(at: 0) == .retire || machine.changeover.step == .clearing)
  }

  @Test func `grace leaves the old one alive until its time has come`() throws {
    var changeover = try #require(World.changeover(.overlap))
    changeover.grace = 1_000
    changeover.step = .pushing
    var machine = Machine(changeover, canProbe: false)
    #expect(machine.next(at: 5) == .push)
    machine.pushed(failing: nil, at: 5)
    // Whatever becomes of us, the issuer ends it.
    #expect(machine.next(at: 5) == .limit && machine.changeover.retiresAt == 1_005)
    machine.limited(.unclear("the answer was lost"), at: 5)
    #expect(machine.next(at: 5) == .pause(Machine.pauses[0]))
    #expect(machine.next(at: 5) == .limit)
    machine.limited(.done, at: 5)
    #expect(machine.changeover.step == .overlapping && machine.changeover.trouble == nil)
    #expect(machine.next(at: 1_004) == .rest)
    #expect(machine.next(at: 1_005) == .retire)
  }

  @Test func `the old one gets its end only after the new one was seen to work`() throws {
    var changeover = try #require(World.changeover(.overlap))
    changeover.step = .limiting
    var machine = Machine(changeover, canProbe: true)
    #expect(machine.next(at: 0) == .prove)
    machine.proved(.refused("no"), at: 0)
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.isStuck && machine.changeover.trouble?.kind == .changed)
  }

  @Test func `a secret that somebody else changed stops it before anything is told`() throws {
    var machine = Machine(try #require(World.changeover(.replace)), canProbe: true)
    #expect(machine.next(at: 0) == .look)
    machine.looked(Findings(pending: .refused("no"), current: .refused("no")), at: 0)
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.isStuck && machine.changeover.step == .prepared)
    // A person knows of it, and wants the new one there.
    machine.resume()
    #expect(machine.next(at: 0) == .look)
    machine.looked(Findings(pending: .refused("no"), current: .refused("no")), at: 0)
    #expect(machine.next(at: 0) == .apply)
  }

  @Test func `what was told before the journal knew of it is found out`() throws {
    var machine = Machine(try #require(World.changeover(.replace)), canProbe: true)
    #expect(machine.next(at: 0) == .look)
    machine.looked(Findings(pending: .works, current: .refused("no")), at: 0)
    #expect(machine.next(at: 0) == .switchOver)
  }

  @Test func `where anybody is let in nothing is told, whatever a person says`() throws {
    var machine = Machine(try #require(World.changeover(.replace)), canProbe: true)
    for _ in 0..<2 {
      #expect(machine.next(at: 0) == .look)
      machine.looked(
        Findings(pending: .notChecked("not told"), current: .elsewhere("anybody gets in")), at: 0)
      #expect(machine.next(at: 0) == .rest)
      machine.resume()
    }
  }

  @Test func `neither works: only a person's word has the same secret set once more`() throws {
    let neither = Findings(pending: .refused("no"), current: .refused("no"))
    var machine = try #require(World.machine(.replace))
    #expect(machine.next(at: 0) == .apply)
    machine.applied(.unclear("reset"), at: 0)
    #expect(machine.next(at: 0) == .probe)
    machine.probed(neither, at: 0)
    #expect(machine.next(at: 0) == .rest)
    #expect(machine.changeover.isStuck && machine.changeover.trouble?.kind == .changed)
    machine.resume()
    #expect(machine.next(at: 0) == .probe)
    machine.probed(neither, at: 0)
    #expect(machine.next(at: 0) == .apply)
  }

  @Test func `that a right was given is no word about a secret that somebody else changed`()
    throws
  {
    var machine = try #require(World.machine(.replace))
    #expect(machine.next(at: 0) == .apply)
    machine.applied(.forbidden("may not"), at: 0)
    #expect(machine.changeover.isStuck && !machine.changeover.waitsForPerson)
    var resumed = Machine(machine.changeover, canProbe: true)
    resumed.resume()
    #expect(resumed.next(at: 0) == .look)
    resumed.looked(Findings(pending: .refused("no"), current: .refused("no")), at: 0)
    #expect(resumed.next(at: 0) == .rest)
    #expect(resumed.changeover.isStuck && resumed.changeover.waitsForPerson)
  }

  @Test func `a word given at the push does not say that the old one is retired`() throws {
    var changeover = try #require(World.changeover(.assisted))
    changeover.step = .pushing
    var machine = Machine(changeover, canProbe: true)
    #expect(machine.next(at: 0) == .prove)
    machine.proved(.refused("no"), at: 0)
    machine.resume()
    #expect(machine.next(at: 0) == .prove)
    machine.proved(.works, at: 0)
    #expect(machine.next(at: 0) == .push)
    machine.pushed(failing: nil, at: 0)
    #expect(machine.next(at: 0) == .prove)
    machine.proved(.works, at: 0)
    #expect(machine.next(at: 0) == .confirm)
    machine.confirmed(.notChecked("not let in"), at: 0)
    #expect(machine.next(at: 0) == .rest)
  }

  @Test func `going on after a kill is no person's word`() throws {
    var changeover = try #require(World.changeover(.replace))
    changeover.step = .applying
    var machine = Machine(changeover, canProbe: true)
    machine.resume()
    #expect(machine.next(at: 0) == .probe)
    machine.probed(Findings(pending: .notChecked("not let in"), current: .works), at: 0)
    // Nobody saw that it was told: it is told again, and not made current.
    #expect(machine.next(at: 0) == .look)
  }
}
