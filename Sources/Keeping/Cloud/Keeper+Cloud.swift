import Auditing
import ClickHouseCloud
import Host
import Messages
import Probing
import Profiles
import Sealing
import Syncing
import Vaults

/// Questions to ClickHouse Cloud, as a profile that holds a key of it.
extension Keeper {
  /// The messages about it; nothing for others.
  func answerCloud(_ message: Message, _ order: Order) async throws -> Frame? {
    switch message {
    case .cloudServices(let call):
      try Wire.answer(to: call, try await cloudServices(call, order))
    case .cloudKeys(let call): try Wire.answer(to: call, try await cloudKeys(call, order))
    case .identifyCloudKey(let call):
      try Wire.answer(to: call, try await identify(call, order))
    default: nil
    }
  }

  private func cloudServices(
    _ call: AskCloudServices, _ order: Order
  ) async throws -> CloudServicesAnswer {
    let holder = try holder(named: call.profile)
    let regions = try regions()
    let client = try cloudClient(holder)
    return try await recorded(holder, "services", order) { () async throws(CloudError) in
      let organization = try await Self.organization(of: holder.subject, client)
      let services = try await client.services(of: organization)
      return CloudServicesAnswer(
        organization: organization, services: services.map { CloudServiceRow($0, regions) })
    }
  }

  private func cloudKeys(_ call: AskCloudKeys, _ order: Order) async throws -> CloudKeysAnswer {
    let holder = try holder(named: call.profile)
    let held = try heldKeys()
    let client = try cloudClient(holder)
    return try await recorded(holder, "keys", order) { () async throws(CloudError) in
      let organization = try await Self.organization(of: holder.subject, client)
      let keys = try await client.keys(of: organization)
      return CloudKeysAnswer(
        organization: organization, keys: keys.map { CloudKeyRow($0, held: held) })
    }
  }

  private func identify(
    _ call: IdentifyCloudKey, _ order: Order
  ) async throws -> CloudKeyIdentity {
    let subject = Subject(type: "clickhouse-cloud", try order.fields(call.fields))
    let holder = Holder(name: "", id: nil, subject: subject)
    let client = try cloudClient(holder)
    return try await recorded(holder, "organization", order) { () async throws(CloudError) in
      let organizations = try await client.organizations()
      guard let organization = organizations.first else {
        throw CloudError.garbled("the key belongs to no organization")
      }
      let (key, remarks) = await Self.match(subject["keyId"], organization.id, client)
      return CloudKeyIdentity(
        organization: organization.id, organizationName: organization.name ?? organization.id,
        keyUuid: key?.id, remarks: remarks)
    }
  }

  /// The one key that can be meant by a Key ID: all that is shown of it is its end.
  private static func match(
    _ keyID: String, _ organization: String, _ client: CloudClient
  ) async -> (CloudKey?, [String]) {
    do throws(CloudError) {
      let alike = try await client.keys(of: organization).filter { $0.mayBe(keyID: keyID) }
      guard let key = alike.first, alike.count == 1 else {
        return (
          nil,
          [
            alike.isEmpty
              ? "its UUID was not found among the keys of the organization"
              : "\(alike.count) keys end like it, so its UUID is not known for sure"
          ]
        )
      }
      let ends = key.expiresAt.map { "it expires at \(CloudTime.text($0))" }
      return (key, ends.map { [$0] } ?? [])
    } catch {
      return (nil, ["its UUID could not be found out: \(error.message)"])
    }
  }

  /// A profile that holds a key.
  private struct Holder: Sendable {
    let name: String
    let id: ProfileID?
    let subject: Subject
  }

  private func holder(named name: String) throws -> Holder {
    let found = try vaultInUse().one(name)
    guard found.profile.type == "clickhouse-cloud" else {
      throw Failure(
        .invalid, "'\(found.profile.name)' is no key of ClickHouse Cloud",
        hint: "see: coffer list --type clickhouse-cloud")
    }
    return Holder(name: found.profile.name.text, id: found.profile.id, subject: Subject(found))
  }

  private func cloudClient(_ holder: Holder) throws -> CloudClient {
    let subject = holder.subject
    guard let secret = subject.secrets["keySecret"], !subject["keyId"].isEmpty else {
      throw Failure(
        .invalid, "the key lacks its keyId or its keySecret",
        hint: "give it both: coffer set \(holder.name.isEmpty ? "NAME" : holder.name) keySecret=-")
    }
    var base = subject["baseURL"].isEmpty ? CloudClient.usualBase[...] : subject["baseURL"][...]
    while base.last == "/" { base.removeLast() }
    return CloudClient(
      try courier(), base: String(base), keyID: subject["keyId"], keySecret: secret,
      pace: Outside.pace(subject["keyId"]))
  }

  private static func organization(
    of subject: Subject, _ client: CloudClient
  ) async throws(CloudError) -> String {
    if !subject["organization"].isEmpty { return subject["organization"] }
    guard let first = try await client.organizations().first else {
      throw .garbled("the key belongs to no organization")
    }
    return first.id
  }

  /// Asks, and writes down what came of it before anything is told.
  private func recorded<Answer: Sendable>(
    _ holder: Holder, _ what: String, _ order: Order,
    _ ask: () async throws(CloudError) -> Answer
  ) async throws -> Answer {
    // Whoever locks meanwhile waits until it is written down.
    let run = checks.begin(count: 1)
    defer { end(run) }
    let outcome: Result<Answer, CloudError>
    do throws(CloudError) {
      outcome = .success(try await ask())
    } catch {
      outcome = .failure(error)
    }
    var details = holder.name.isEmpty ? [] : [Detail(.name, holder.name)]
    details.append(Detail(.query, what))
    var told = Outcome.done
    if case .failure(let error) = outcome {
      told = error.isRefusal ? .refused : .failed
      details.append(Detail(.cause, error.message))
    }
    try write([
      EventDraft(
        .cloudAsked, told, subject: holder.id?.bytes, at: clock.wall(), by: order.author, details)
    ])
    switch outcome {
    case .success(let answer): return answer
    case .failure(let error): throw Failure(error)
    }
  }

  /// The regions of the workspaces that there are, with the addresses of each.
  private func regions() throws -> [String: [String]] {
    var selector = Selector()
    selector.types = ["embeddable"]
    let found = try vaultInUse().vault.masked(selector, version: nil).compactMap { workspace in
      Subject(workspace).fields["region"]
    }
    return Regions.addresses.filter { found.contains($0.key) }
  }

  /// The keys in the vault: the profile's name, its UUID and its Key ID.
  private func heldKeys() throws -> [HeldKey] {
    var selector = Selector()
    selector.types = ["clickhouse-cloud"]
    return try vaultInUse().vault.masked(selector, version: nil).map { profile in
      let subject = Subject(profile)
      return HeldKey(
        profile: profile.profile.name.text, uuid: subject["keyUuid"].lowercased(),
        keyID: subject["keyId"])
    }
  }
}

/// A key as the vault holds it.
struct HeldKey: Sendable {
  let profile: String
  let uuid: String
  let keyID: String
}

extension CloudServiceRow {
  init(_ service: CloudService, _ regions: [String: [String]]) {
    self.init(
      id: service.id, name: service.name ?? "", provider: service.provider ?? "",
      region: service.region ?? "", state: service.state?.word ?? "",
      endpoints: service.endpoints.compactMap { endpoint in
        endpoint.port.map { Endpoint(host: endpoint.host, kind: endpoint.kind, port: $0) }
      }, ipAccess: service.ipAccess?.map(\.source),
      excluded: regions.mapValues { service.excluded(of: $0) }.filter { !$0.value.isEmpty })
  }
}

extension CloudKeyRow {
  init(_ key: CloudKey, held: [HeldKey]) {
    let owner = held.first { $0.uuid == key.id.lowercased() }
    self.init(
      id: key.id, name: key.name ?? "", state: key.state?.word ?? "", suffix: key.suffix ?? "",
      roles: key.roles.isEmpty ? key.oldRoles : key.roles.map { $0.name ?? $0.id },
      createdAt: key.createdAt, expiresAt: key.expiresAt, usedAt: key.usedAt,
      profile: owner?.profile,
      alike: owner != nil
        ? [] : held.filter { $0.uuid.isEmpty && key.mayBe(keyID: $0.keyID) }.map(\.profile))
  }
}

extension Failure {
  init(_ error: CloudError) {
    let status: ExitStatus =
      switch error {
      case .refusedKey, .forbidden, .missing, .refused: .remoteRefused
      case .rateLimited, .broken, .redirected, .garbled, .transport: .remoteUnreachable
      case .cannotPace: .unexpected
      }
    self.init(status, "ClickHouse Cloud: " + error.message, hint: error.remedy)
  }
}
