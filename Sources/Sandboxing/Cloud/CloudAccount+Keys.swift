extension CloudAccount {
  mutating func takeKeys(
    _ call: CloudCall, by key: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    guard key.right >= .seeKeys else { return .forbidden }
    switch (call.segments.count, call.method) {
    case (3, "GET"): return .done(.array(keys.all.map(\.shown)))
    case (4, "GET"): return keys[call.segments[3]].map { .done($0.shown) } ?? .missing
    case (3, "POST"):
      guard key.right >= .change || key.oldRoles.contains("developer") else { return .forbidden }
      return create(call.body ?? [:], by: key, at: now)
    case (4, "PATCH"):
      guard key.right >= .change else { return .forbidden }
      return change(call.segments[3], call.body ?? [:], by: key, at: now)
    case (4, "DELETE"):
      guard key.right >= .change else { return .forbidden }
      return delete(call.segments[3], by: key, at: now)
    default: return .missing
    }
  }

  private mutating func create(
    _ body: JSONValue, by maker: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    guard keys.names.count < CloudChoices.mostKeys else {
      return .invalid("The maximum number of API keys is reached")
    }
    var pair: CloudKeyRecord.Pair?
    var hashes: (id: String, suffix: String, secret: String)
    if let told = body["hashData"], told != .null {
      guard choices.hashData != .refuse else { return .invalid("hashData is not supported") }
      guard let id = told["keyIdHash"]?.text, let suffix = told["keyIdSuffix"]?.text,
        let secret = told["keySecretHash"]?.text, suffix.count == 4
      else { return .invalid("hashData is incomplete") }
      hashes = (id, suffix, choices.hashData == .broken ? "" : secret)
    } else {
      let made = CloudKeyRecord.Pair.random()
      pair = made
      hashes = (
        CloudKeyRecord.hash(made.keyID), String(made.keyID.suffix(4)),
        CloudKeyRecord.hash(made.keySecret)
      )
    }
    var key = CloudKeyRecord(
      id: Identifier.random(), name: body["name"]?.text ?? "", keyIDHash: hashes.id,
      secretHash: hashes.secret, suffix: hashes.suffix, roles: [], oldRoles: [], createdAt: now,
      knownAt: now + Int64(choices.keyDelay))
    if let refusal = set(body, on: &key, at: now) { return refusal }
    if choices.strongerKey == .refuse, key.right > maker.right { return .forbidden }
    keys[key.id] = key
    note("key_create", by: maker, at: now, [.init("keyId", .string(key.id))])
    var members: [JSONValue.Member] = [.init("key", key.shown)]
    if let pair {
      members.append(.init("keyId", .string(pair.keyID)))
      members.append(.init("keySecret", .string(pair.keySecret)))
    }
    return .done(.object(members))
  }

  private mutating func change(
    _ id: String, _ body: JSONValue, by changer: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    guard var key = keys[id] else { return .missing }
    if let refusal = set(body, on: &key, at: now) { return refusal }
    if choices.strongerKey == .refuse, key.right > changer.right { return .forbidden }
    keys[id] = key
    let kind = body["state"]?.text.map { $0 == "enabled" ? "enabled" : "disabled" } ?? "updated"
    note(
      "openapi_key_update", by: changer, at: now,
      [.init("keyId", .string(id)), .init("keyUpdateType", .string(kind))])
    return .done(key.shown)
  }

  private mutating func delete(
    _ id: String, by deleter: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    guard var key = keys[id] else { return .missing }
    guard id != deleter.id else { return .invalid("A key cannot delete itself") }
    keys[id] = nil
    // One that was disabled before does not come back to life by that.
    if key.isEnabled { key.endsAt = now + Int64(choices.revokeDelay) }
    departed.append(key)
    note("key_delete", by: deleter, at: now, [.init("keyId", .string(id))])
    return .done()
  }

  /// Sets what a body names; what is wrong with it otherwise.
  private func set(_ body: JSONValue, on key: inout CloudKeyRecord, at now: Int64) -> CloudAnswer? {
    if let name = body["name"] {
      guard let name = name.text else { return .invalid("name is no text") }
      key.name = name
    }
    switch body["state"] {
    case nil: break
    case "enabled": (key.isEnabled, key.endsAt) = (true, nil)
    case "disabled":
      if key.isEnabled { key.endsAt = now + Int64(choices.revokeDelay) }
      key.isEnabled = false
    default: return .invalid("state is neither enabled nor disabled")
    }
    switch body["expireAt"] {
    case nil: break
    case .null?, "": key.expiresAt = nil
    case let told?:
      guard let time = told.text.flatMap({ Moment.milliseconds($0) }) else {
        return .invalid("expireAt is no time")
      }
      key.expiresAt = time
    }
    if let list = body["ipAccessList"] {
      guard let entries = list.elements,
        entries.allSatisfy({ $0["source"]?.text.map { AddressBlock.isOne($0) } == true })
      else { return .invalid("ipAccessList is no list of addresses") }
      key.ipAccess = entries
    }
    if let ids = body["assignedRoleIds"] {
      let roles = (ids.elements ?? [.null]).map { $0.text.flatMap { CloudRole.of(id: $0) } }
      guard !roles.contains(nil) else { return .invalid("a role is not known") }
      key.roles = roles.compactMap { $0 }
    }
    if let told = body["roles"] {
      let names = (told.elements ?? []).compactMap(\.text)
      guard names.allSatisfy({ ["admin", "developer", "query_endpoints"].contains($0) }) else {
        return .invalid("a role is not known")
      }
      key.oldRoles = names
    }
    return nil
  }
}
