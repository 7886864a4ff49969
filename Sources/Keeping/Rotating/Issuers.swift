import Catalog
import Messages
import Probing
import Profiles
import Rotation
import Sealing
import Vaults

/// Who can be spoken to about which profiles.
enum Issuers {
  /// The ways that there is somebody for; the journal knows more.
  static let known: [Changeover.Strategy] = [.replace, .overlap, .key, .assisted]

  /// The ways in which a profile can be rotated, the best first.
  static func strategies(for leader: LoadedProfile) -> [Changeover.Strategy] {
    if KeyIssuer.takes(leader.profile) { return [.key, .assisted] }
    if leader.profile.type == "clickhouse", leader.profile.missing.isEmpty,
      LoginIssuer.isWithinReach("clickhouse", leader.fields)
    {
      // A user who may change itself is rare, so somebody has to ask for that.
      return leader.via?.profile.type == "clickhouse"
        ? [.overlap, .assisted] : [.assisted, .overlap]
    }
    return canBeTold(leader.profile.type, leader.fields, via: leader.via, leader.profile.missing)
      ? [.replace, .assisted] : [.assisted]
  }

  /// Whether a timer may rotate it: nobody has to be asked for anything.
  static func rotatesAlone(_ profile: Profile) -> Bool {
    KeyIssuer.takes(profile) || profile.type == "clickhouse" && profile.via != nil
      || Steward.types.contains(profile.type) && (profile.via != nil || profile.type == "postgres")
  }

  static func make(
    for loaded: LoadedChangeover, at time: Int64, _ tools: Tools,
    _ workspaces: @escaping WorkspaceIssuer.Look, _ cloud: @escaping KeyIssuer.Door
  ) -> any Issuer {
    let leader = loaded.members[0]
    if leader.profile.type == "embeddable" { return WorkspaceIssuer(look: workspaces) }
    if leader.profile.type == KeyIssuer.type {
      return KeyIssuer(
        changeover: loaded.changeover, current: leader.current, pending: leader.pending,
        via: leader.via, time: time, door: cloud)
    }
    return LoginIssuer(
      strategy: loaded.changeover.strategy, type: leader.profile.type, current: leader.current,
      pending: leader.pending, via: leader.via, checker: Checker(tools),
      passwords: ClickHousePasswords(tools))
  }

  /// What the next version of a profile has instead, made here.
  static func newFields(
    for profile: Profile, by strategy: Changeover.Strategy
  ) throws -> [VersionField] {
    guard let type = Types.named(profile.type),
      let field = type.secretFields.first(where: { ["password", "value"].contains($0.name) })
    else {
      let field = Types.named(profile.type)?.secretFields.first?.name ?? "secret"
      throw Failure.invalid(
        "a new \(field) of '\(profile.name)' is made where it is issued",
        hint: "have it made there, then: coffer rotate \(profile.name) \(field)=-")
    }
    let alphabet: PasswordMaker.Alphabet =
      profile.type == "questdb" ? .alphanumeric : .safe
    return [
      VersionField(field.name, .secret(Secret(PasswordMaker.make(alphabet: alphabet))))
    ]
  }

  /// Whether the database can be told a new password from here.
  ///
  /// A role of PostgreSQL may change its own; elsewhere somebody has to be named who may.
  private static func canBeTold(
    _ type: String, _ fields: [VersionField], via: LoadedWorkspace?, _ missing: [String]
  ) -> Bool {
    guard Steward.types.contains(type), LoginIssuer.isWithinReach(type, fields) else {
      return false
    }
    guard let via else { return type == "postgres" && missing.isEmpty }
    return via.profile.type == type
  }
}
