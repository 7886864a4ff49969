import Packing
import Profiles

// A changeover and a policy as bytes; the layout is in the Manual: FileFormat.

extension Packer {
  mutating func pack(_ changeover: Changeover) {
    byte(changeover.strategy.rawValue)
    byte(changeover.step.rawValue)
    list(changeover.members) { packer, member in
      packer.blob(member.profile.bytes)
      packer.number(member.current)
      packer.number(member.pending)
    }
    number(changeover.attempts)
    number(changeover.remakes)
    flag(changeover.isApplied)
    flag(changeover.isTold)
    flag(changeover.isStuck)
    flag(changeover.trouble != nil)
    if let trouble = changeover.trouble {
      byte(trouble.kind.rawValue)
      text(trouble.cause)
      number(trouble.at)
    }
    list(changeover.facts.sorted { $0.key < $1.key }) { packer, pair in
      packer.text(pair.key)
      packer.text(pair.value)
    }
    number(changeover.grace)
    number(changeover.retiresAt)
    number(changeover.nextAt)
    number(changeover.begunAt)
    text(changeover.begunBy)
    number(changeover.revision)
  }

  mutating func pack(_ policy: RotationPolicy) {
    number(policy.every)
    flag(policy.window != nil)
    if let window = policy.window {
      number(UInt32(window.from))
      number(UInt32(window.to))
    }
    number(policy.grace)
    number(policy.since)
  }
}

extension Unpacker {
  @_lifetime(self: copy self)
  mutating func changeover(id: ChangeoverID) throws(PackingError) -> Changeover {
    guard let strategy = Changeover.Strategy(rawValue: try byte()),
      let step = Changeover.Step(rawValue: try byte())
    else { throw .malformed }
    let members = try list { (reader: inout Unpacker) throws(PackingError) in
      guard let profile = ProfileID(try reader.blob()) else { throw .malformed }
      return Changeover.Member(
        profile, current: try reader.number32(), pending: try reader.number32())
    }
    guard !members.isEmpty else { throw .malformed }
    let attempts = try number32()
    let remakes = try number32()
    let isApplied = try flag()
    let isTold = try flag()
    let isStuck = try flag()
    var trouble: Changeover.Trouble?
    if try flag() {
      guard let kind = Changeover.Trouble.Kind(rawValue: try byte()) else { throw .malformed }
      trouble = Changeover.Trouble(kind, try text(), at: try signed64())
    }
    let facts = try list { (reader: inout Unpacker) throws(PackingError) in
      (key: try reader.text(), value: try reader.text())
    }
    let grace = try signed64()
    let retiresAt = try signed64()
    let nextAt = try signed64()
    var changeover = Changeover(
      id: id, strategy: strategy, members: members, grace: grace, begunAt: try signed64(),
      begunBy: try text())
    changeover.step = step
    changeover.attempts = attempts
    changeover.remakes = remakes
    changeover.isApplied = isApplied
    changeover.isTold = isTold
    changeover.isStuck = isStuck
    changeover.trouble = trouble
    changeover.facts = Dictionary(
      facts.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    changeover.retiresAt = retiresAt
    changeover.nextAt = nextAt
    changeover.revision = try number32()
    return changeover
  }

  @_lifetime(self: copy self)
  mutating func policy() throws(PackingError) -> RotationPolicy {
    let every = try signed64()
    var window: RotationPolicy.Window?
    if try flag() {
      let from = try number32()
      let to = try number32()
      guard let found = RotationPolicy.Window(from: Int(from), to: Int(to)) else {
        throw .malformed
      }
      window = found
    }
    return RotationPolicy(
      every: every, window: window, grace: try signed64(), since: try signed64())
  }
}
