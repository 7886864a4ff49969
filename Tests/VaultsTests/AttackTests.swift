import TestSupport
import Testing
import Vaults

@Suite struct AttackTests {
  @Test func `an untouched vault is believed`() throws {
    let found = try Scene().walk()
    #expect(found == nil, "\(String(describing: found))")
  }

  @Test(arguments: Attack.schema + Attack.keys)
  func `whoever touches the frame is seen`(attack: Attack) throws {
    try attempt(attack, on: try Scene(withPassphrase: true))
  }

  @Test(arguments: Attack.records)
  func `whoever touches a record is seen`(attack: Attack) throws {
    try attempt(attack, on: try Scene())
  }

  @Test(arguments: Attack.log)
  func `whoever touches the log is seen`(attack: Attack) throws {
    try attempt(attack, on: try Scene())
  }

  private func attempt(_ attack: Attack, on scene: Scene) throws {
    try scene.test.stranger.run(attack.sql(scene))
    guard let (stage, error) = scene.walk() else {
      Issue.record("nobody saw it")
      return
    }
    #expect(error.isTampering, "\(error)")
    #expect(stage == attack.seen, "\(error.message)")
    #expect(error.message.contains(attack.words), "\(error.message)")
  }
}
