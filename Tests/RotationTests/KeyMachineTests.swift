import Profiles
import Rotation
import Testing

/// Keys: another one is made, and the old one is disabled before it is deleted.
@Suite struct KeyMachineTests {
  /// Runs to the end, dying before or after the effect of the given move and starting over from
  /// what was written by then.
  private static func run(
    dyingAt death: Int?, afterEffect: Bool, losing: Set<KeyWorld.Move>
  ) throws -> (world: KeyWorld, moves: Int) {
    var world = KeyWorld()
    world.loses = losing
    var machine = Machine(try #require(KeyWorld.changeover()), canProbe: true)
    var count = 0
    for _ in 0..<200 {
      let move = machine.next(at: 0)
      let written = machine.changeover
      if move == .finish { return (world, count) }
      #expect(move != .rest, "it rests: \(String(describing: written.trouble))")
      guard move != .rest else { return (world, count) }
      count += 1
      if count == death, !afterEffect {
        machine = Machine(written, canProbe: true)
        continue
      }
      let held = world.held
      world.carryOut(move, &machine)
      #expect(world.hasWorking)
      if count == death, move != .switchOver {
        // What it answered was not written: a secret that was told then is lost.
        world.held = held
        machine = Machine(written, canProbe: true)
      }
      #expect(world.hasWorking)
    }
    Issue.record("it does not end")
    return (world, count)
  }

  private static let losses: [Set<KeyWorld.Move>] = [
    [], [.apply], [.disable], [.retire], [.apply, .disable, .retire],
  ]

  @Test(arguments: losses)
  func `wherever it dies, with or without answers, one key is left, and the vault has it`(
    losing: Set<KeyWorld.Move>
  ) throws {
    let clean = try Self.run(dyingAt: nil, afterEffect: false, losing: losing)
    #expect(clean.moves > 8)
    for death in 1...clean.moves {
      for afterEffect in [false, true] {
        let world = try Self.run(dyingAt: death, afterEffect: afterEffect, losing: losing).world
        let held = try #require(world.held)
        #expect(world.keys == [held: true], "\(death) \(afterEffect)")
        #expect(world.isSwitched && world.destinationsHaveNew && !world.hasDeletedEnabled)
      }
    }
  }

  @Test func `with a grace time the old one lives on, then is disabled for as long, then goes`()
    throws
  {
    var world = KeyWorld()
    var machine = Machine(try #require(KeyWorld.changeover(grace: 1_000)), canProbe: true)
    func rest(at time: Int64) {
      while true {
        let move = machine.next(at: time)
        if move == .rest || move == .finish { return }
        world.carryOut(move, &machine, at: time)
      }
    }
    rest(at: 5)
    #expect(machine.changeover.step == .overlapping && world.keys[1] == true)
    rest(at: 1_004)
    #expect(world.keys[1] == true)
    rest(at: 1_005)
    #expect(machine.changeover.step == .disabled && world.keys[1] == false)
    #expect(machine.changeover.retiresAt == 2_005 && machine.changeover.trouble == nil)
    rest(at: 2_004)
    #expect(world.keys[1] == false)
    rest(at: 2_005)
    #expect(world.keys[1] == nil && machine.changeover.step == .retiring)
  }

  @Test func `answers that are lost again and again end with a person, and then it goes on`()
    throws
  {
    var world = KeyWorld()
    var machine = Machine(try #require(KeyWorld.changeover()), canProbe: true)
    while true {
      let move = machine.next(at: 0)
      if move == .rest { break }
      if move == .apply { world.loses = [.apply] }
      world.carryOut(move, &machine)
    }
    #expect(machine.changeover.isStuck && machine.changeover.step == .prepared)
    #expect(machine.changeover.trouble?.cause.contains("lost 3 times") == true)
    // Nobody has been told anything that is not undone: there is one key that nobody knows.
    #expect(world.keys[1] == true && world.orphans.count == 1)
    machine.resume()
    while true {
      let move = machine.next(at: 0)
      if move == .finish { break }
      world.carryOut(move, &machine)
    }
    #expect(world.orphans.isEmpty && world.keys.count == 1)
  }

  @Test func `a new key that is not let in where the old one is stops it before it is current`()
    throws
  {
    var world = KeyWorld()
    var machine = Machine(try #require(KeyWorld.changeover()), canProbe: true)
    while true {
      let move = machine.next(at: 0)
      if move == .rest { break }
      #expect(move != .switchOver)
      guard move == .probe else {
        world.carryOut(move, &machine)
        continue
      }
      machine.probed(
        Findings(pending: .notChecked("IP address is not allowed"), current: .works), at: 0)
    }
    #expect(machine.changeover.isStuck && !machine.changeover.step.isSwitched)
    #expect(world.keys[1] == true)
    // Once it is let in, the same key is taken.
    machine.resume()
    while true {
      let move = machine.next(at: 0)
      if move == .finish { break }
      world.carryOut(move, &machine)
    }
    #expect(world.keys == [2: true])
  }

  @Test func `an old key that works after it was disabled is disabled again, and not deleted`()
    throws
  {
    var world = KeyWorld()
    var machine = Machine(try #require(KeyWorld.changeover()), canProbe: true)
    var count = 0
    for _ in 0..<100 {
      let move = machine.next(at: 0)
      if move == .rest { break }
      #expect(move != .retire && move != .finish)
      guard move == .disable else {
        world.carryOut(move, &machine)
        continue
      }
      count += 1
      machine.retired(.done, at: 0)
    }
    #expect(count > 1)
    #expect(machine.changeover.isStuck && machine.changeover.step == .disabling)
  }
}
