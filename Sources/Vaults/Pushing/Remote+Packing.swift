import Packing
import Profiles

// An object in a workspace as bytes; the layout is in the Manual: FileFormat.

extension Packer {
  mutating func pack(_ remote: Remote) {
    byte(remote.kind.rawValue)
    text(remote.name)
    pack(remote.overrides)
    list(remote.sources) { packer, source in
      packer.text(source.source)
      packer.text(source.connection)
    }
    byte(remote.ownership.rawValue)
    flag(remote.isLeaving)
    blob(remote.lineage)
    flag(remote.accepted != nil)
    if let accepted = remote.accepted {
      blob(accepted.fingerprint)
      number(accepted.version)
      pack(accepted.overrides)
      number(accepted.at)
    }
    flag(remote.trial != nil)
    if let trial = remote.trial {
      switch trial.verdict {
      case .passed: byte(1)
      case .unproven: byte(2)
      case .failed(let cause):
        byte(3)
        text(cause)
      }
      blob(trial.fingerprint)
      number(trial.at)
    }
    flag(remote.sighting != nil)
    if let sighting = remote.sighting {
      switch sighting.finding {
      case .same: byte(1)
      case .drifted(let fields):
        byte(2)
        list(fields) { $0.text($1) }
      case .missing: byte(3)
      case .foreign: byte(4)
      case .unreachable(let cause):
        byte(5)
        text(cause)
      }
      number(sighting.at)
    }
    flag(remote.intent != nil)
    if let intent = remote.intent {
      byte(intent.action.rawValue)
      blob(intent.fingerprint)
      number(intent.version)
      pack(intent.overrides)
      number(intent.at)
    }
  }

  private mutating func pack(_ overrides: [String: String]) {
    list(overrides.sorted { $0.key < $1.key }) { packer, pair in
      packer.text(pair.key)
      packer.text(pair.value)
    }
  }
}

extension Unpacker {
  @_lifetime(self: copy self)
  mutating func remote(
    id: RemoteID, workspace: ProfileID, profile: [UInt8]?
  ) throws(PackingError) -> Remote {
    guard let kind = RemoteKind(rawValue: try byte()) else { throw .malformed }
    let name = try text()
    let overrides = try overrides()
    let sources = try list { (reader: inout Unpacker) throws(PackingError) in
      DataSource(try reader.text(), try reader.text())
    }
    let aim: Remote.Aim
    switch kind {
    case .connection:
      guard let bytes = profile, let profile = ProfileID(bytes) else { throw .malformed }
      aim = .connection(profile: profile, overrides: overrides)
    case .environment: aim = .environment(sources)
    case .template: aim = .template(sources)
    }
    var remote = Remote(id: id, workspace: workspace, name: name, aim: aim)
    guard let ownership = Remote.Ownership(rawValue: try byte()) else { throw .malformed }
    remote.ownership = ownership
    remote.isLeaving = try flag()
    remote.lineage = try blob()
    if try flag() {
      remote.accepted = Remote.Accepted(
        fingerprint: try blob(), version: try number32(), overrides: try self.overrides(),
        at: try signed64())
    }
    if try flag() {
      let verdict: Remote.Trial.Verdict
      switch try byte() {
      case 1: verdict = .passed
      case 2: verdict = .unproven
      case 3: verdict = .failed(cause: try text())
      default: throw .malformed
      }
      remote.trial = Remote.Trial(verdict, of: try blob(), at: try signed64())
    }
    if try flag() {
      remote.sighting = Remote.Sighting(try finding(), at: try signed64())
    }
    if try flag() {
      guard let action = Remote.Intent.Action(rawValue: try byte()) else { throw .malformed }
      remote.intent = Remote.Intent(
        action, fingerprint: try blob(), version: try number32(),
        overrides: try self.overrides(), at: try signed64())
    }
    return remote
  }

  @_lifetime(self: copy self)
  private mutating func finding() throws(PackingError) -> Remote.Sighting.Finding {
    switch try byte() {
    case 1: .same
    case 2:
      .drifted(
        fields: try list { (reader: inout Unpacker) throws(PackingError) in
          try reader.text()
        })
    case 3: .missing
    case 4: .foreign
    case 5: .unreachable(cause: try text())
    default: throw .malformed
    }
  }

  @_lifetime(self: copy self)
  private mutating func overrides() throws(PackingError) -> [String: String] {
    let pairs = try list { (reader: inout Unpacker) throws(PackingError) in
      (key: try reader.text(), value: try reader.text())
    }
    return Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
