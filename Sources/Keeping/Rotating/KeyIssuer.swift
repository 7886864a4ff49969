import ClickHouseCloud
import Profiles
import Rotation
import Sealing
import Transport
import Vaults

/// A key of ClickHouse Cloud: another one is made like it, which then retires it.
///
/// The service tells a secret once. So what is made bears the rotation's name: where the answer was
/// lost it is found by that, deleted, and made anew.
struct KeyIssuer: Issuer {
  /// Speaks to a place with a Key ID and its secret.
  typealias Door = @Sendable (_ base: String, _ keyID: String, _ secret: Secret) -> CloudClient

  static let type = "clickhouse-cloud"
  /// So many keys are in an organization at most.
  private static let mostKeys = 100

  let changeover: Changeover
  let current: [VersionField]
  /// Empty before the new key was made.
  let pending: [VersionField]
  let via: LoadedWorkspace?
  /// Now, by our clock.
  let time: Int64
  let door: Door

  var canProbe: Bool { true }

  /// Whether another one can be made for it: by itself, or by another key.
  static func takes(_ profile: Profile) -> Bool {
    profile.type == type && profile.missing.isEmpty
  }

  static func door(by courier: Courier) -> Door {
    { base, keyID, secret in
      CloudClient(
        courier, base: base, keyID: keyID, keySecret: secret, pace: Outside.pace(keyID))
    }
  }

  func probe(_ fields: [VersionField]) async -> Finding {
    guard let client = client(fields) else { return .notChecked("there is none yet") }
    do throws(CloudError) {
      let found = try await client.organizations()
      guard let wanted = organization else { return .works }
      guard found.contains(where: { $0.id.lowercased() == wanted.lowercased() }) else {
        let name = found.first.map { $0.name ?? $0.id } ?? "none"
        return .elsewhere("the key is of another organization: \(name)")
      }
      return .works
    } catch {
      switch error {
      case .refusedKey(.unknown, _), .refusedKey(.inactive, _): return .refused(error.message)
      // It is a good one, but not from here; or somebody in between says so.
      case .forbidden: return .notChecked(error.message)
      default: return .unreachable(error.message)
      }
    }
  }

  // MARK: Making

  func apply() async -> IssuerAnswer {
    guard changeover.strategy == .key else { return .done }
    guard let maker = client(makerFields) else {
      return .forbidden("the key that makes others lacks its keyId or its keySecret")
    }
    guard Self.base(makerFields) == Self.base(current) else {
      return .forbidden("the key that makes others is of another place")
    }
    var hasActed = false
    do throws(CloudError) {
      guard let organization = try await wantedOrganization() else {
        return .changed("the key belongs to no organization")
      }
      let keys = try await maker.keys(of: organization)
      let sought = keyInUse(among: keys)
      guard let old = sought.key else { return .changed(sought.cause) }
      if let known = known(among: keys) {
        return known.state == .disabled
          ? .changed("somebody disabled the new key \(known.id): enable it, or delete it")
          : .noted([:])
      }
      // What an answer that was lost had told of; nobody has its secret.
      for orphan in keys where isOurs(orphan) && orphan.id != old.id {
        hasActed = true
        try await Self.delete(orphan, of: organization, maker)
        hasActed = false
      }
      guard let access = old.ipAccess else {
        return .refused("the service does not say from where the old key may be used")
      }
      guard keys.count(where: { !isOurs($0) }) < Self.mostKeys else {
        return .refused("the organization has \(Self.mostKeys) keys, and cannot have another")
      }
      var draft = KeyDraft(name: name(after: old.name ?? ""), ipAccess: access)
      draft.roleIDs = old.roles.map(\.id)
      draft.oldRoles = old.oldRoles
      draft.expiresAt = Self.expiry(after: old, at: time)
      hasActed = true
      return issued(try await maker.createKey(draft, in: organization), organization, old)
    } catch {
      return hasActed || error.isRefusal ? IssuerAnswer(error) : .unreachable(error.message)
    }
  }

  private func issued(
    _ made: CreatedKey, _ organization: String, _ old: CloudKey
  ) -> IssuerAnswer {
    guard let keyID = made.keyID, let secret = made.keySecret else {
      return .unclear("a key was made, but its secret was not told")
    }
    return .issued(
      Issued(
        [
          VersionField("keyUuid", .clear(made.key.id)), VersionField("keyId", .clear(keyID)),
          VersionField("keySecret", .secret(secret)),
        ], ["organization": organization, "old-key": old.id, "new-key": made.key.id]))
  }

  /// Which organization is meant; the key itself says so where the profile does not.
  func wantedOrganization() async throws(CloudError) -> String? {
    if let organization { return organization }
    guard let own = client(current) else { return nil }
    return try await own.organizations().first?.id
  }

  /// The key in use, or why nobody can say which of them it is.
  private func keyInUse(among keys: [CloudKey]) -> (key: CloudKey?, cause: String) {
    let keyID = current.clear("keyId") ?? ""
    if let uuid = changeover.facts["old-key"] ?? current.clear("keyUuid"), !uuid.isEmpty {
      guard let key = keys.first(where: { $0.id.lowercased() == uuid.lowercased() }) else {
        return (nil, "the organization has no key \(uuid)")
      }
      // A wrong UUID would have somebody else's key retired.
      guard key.suffix == nil || key.mayBe(keyID: keyID) else {
        return (nil, "the key \(uuid) is another than that of the profile's Key ID")
      }
      return (key, "")
    }
    let alike = keys.filter { $0.mayBe(keyID: keyID) }
    guard let key = alike.first, alike.count == 1 else {
      return (
        nil,
        "\(alike.count) keys of the organization end like the profile's; give it its keyUuid"
      )
    }
    return (key, "")
  }

  /// The one that was made before and whose secret we have.
  private func known(among keys: [CloudKey]) -> CloudKey? {
    guard !pending.isEmpty, let id = changeover.facts["new-key"] else { return nil }
    return keys.first { $0.id == id }
  }

  /// It lasts as long as the one before it did from its making.
  static func expiry(after old: CloudKey, at time: Int64) -> Int64? {
    guard let end = old.expiresAt else { return nil }
    guard let made = old.createdAt, end > made else { return end }
    return max(end, time + (end - made))
  }
}

extension KeyIssuer {
  /// What ends the name of a key that a rotation made.
  static func tag(_ id: ChangeoverID) -> String { "(coffer \(id.description.prefix(16)))" }

  func isOurs(_ key: CloudKey) -> Bool {
    key.name?.hasSuffix(Self.tag(changeover.id)) ?? false
  }

  /// The old name with our tag, in the place of an earlier one.
  private func name(after old: String) -> String {
    let tag = Self.tag(changeover.id)
    var base = old[...]
    if base.hasSuffix(")"), base.suffix(tag.count).hasPrefix("(coffer ") {
      base = base.dropLast(tag.count)
    }
    while base.last == " " { base = base.dropLast() }
    return base.isEmpty ? tag : "\(base.prefix(40)) \(tag)"
  }

  /// Who makes a key: the one that the profile names for it, or the key itself.
  var makerFields: [VersionField] { manager ?? current }
  /// Who retires the old one: that same one, or the new one, as no key deletes itself.
  var retirerFields: [VersionField] { manager ?? pending }

  private var manager: [VersionField]? {
    via?.profile.type == Self.type ? via?.fields : nil
  }

  /// As the profile or the journal has it.
  var organization: String? {
    let known = changeover.facts["organization"] ?? current.clear("organization")
    return known?.isEmpty == false ? known : nil
  }

  func client(_ fields: [VersionField]) -> CloudClient? {
    guard let keyID = fields.clear("keyId"), !keyID.isEmpty,
      let secret = fields.secret("keySecret")
    else { return nil }
    return door(Self.base(fields), keyID, secret)
  }

  static func base(_ fields: [VersionField]) -> String {
    guard var base = fields.clear("baseURL")?[...], !base.isEmpty else {
      return CloudClient.usualBase
    }
    while base.last == "/" { base.removeLast() }
    return String(base)
  }

  /// Deletes one; that it is gone already is as good.
  static func delete(
    _ key: CloudKey, of organization: String, _ client: CloudClient
  ) async throws(CloudError) {
    do throws(CloudError) {
      try await client.deleteKey(key.id, of: organization)
    } catch .missing {}
  }
}

extension [VersionField] {
  func clear(_ name: String) -> String? { first { $0.name == name }?.clear }
}

extension IssuerAnswer {
  init(_ error: CloudError) {
    let words = "\(error.message) (\(error.remedy))"
    switch error {
    // A key that was made a moment ago is not known everywhere.
    case .refusedKey(.unknown, _), .rateLimited, .cannotPace: self = .unreachable(error.message)
    case .refusedKey, .forbidden: self = .forbidden(words)
    case .missing, .refused: self = .refused(words)
    case .broken, .redirected, .garbled, .transport:
      self = error.mayHaveActed ? .unclear(error.message) : .unreachable(error.message)
    }
  }
}
