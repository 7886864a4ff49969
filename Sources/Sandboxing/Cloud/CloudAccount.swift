/// All that ClickHouse Cloud would know of one organization: a call goes in, an answer comes out.
package struct CloudAccount {
  let choices: CloudChoices
  package let id: String
  package let name: String
  var keys = Shelf<CloudKeyRecord>()
  /// Deleted keys that are not forgotten everywhere yet.
  var departed: [CloudKeyRecord] = []
  var services = Shelf<CloudServiceRecord>()
  var activities: [JSONValue] = []
  /// When each key asked.
  private var asked: [String: [Int64]] = [:]
  /// Passwords of the users `default` that were set since somebody looked, by service.
  package var newPasswords: [(service: String, sha256: String, doubleSHA1: String?)] = []

  /// An organization with one key, which may do everything from everywhere.
  package init(
    _ choices: CloudChoices, first pair: CloudKeyRecord.Pair, at now: Int64
  ) {
    self.choices = choices
    id = Identifier.random()
    name = "Sandbox"
    let key = CloudKeyRecord(
      id: Identifier.random(), name: "first", keyIDHash: CloudKeyRecord.hash(pair.keyID),
      secretHash: CloudKeyRecord.hash(pair.keySecret), suffix: String(pair.keyID.suffix(4)),
      roles: [.admin], oldRoles: ["admin"], createdAt: now,
      ipAccess: [["source": "0.0.0.0/0", "description": "anywhere"]], knownAt: now)
    keys[key.id] = key
  }

  /// Does what the call asks, if it may be done.
  package mutating func take(_ call: CloudCall, at now: Int64) -> CloudAnswer {
    guard let key = signedIn(call.pair, at: now) else { return .unknownKey }
    if let refusal = refusal(of: key, at: now) ?? pace(key, at: now) { return refusal }
    keys[key.id]?.usedAt = now
    guard call.segments.first == "organizations" else { return .missing }
    if call.segments.count == 1 { return call.method == "GET" ? .done([shown]) : .missing }
    guard call.segments[1] == id else { return .missing }
    switch (call.segments.dropFirst(2).first, call.segments.count, call.method) {
    case (nil, 2, "GET"): return .done(shown)
    case ("keys"?, _, _): return takeKeys(call, by: key, at: now)
    case ("services"?, _, _): return takeServices(call, by: key, at: now)
    case ("activities"?, 3, "GET"):
      return key.right < .seeKeys ? .forbidden : .done(.array(activities.reversed()))
    default: return .missing
    }
  }

  private var shown: JSONValue { ["id": .string(id), "name": .string(name)] }

  private func signedIn(_ pair: CloudKeyRecord.Pair?, at now: Int64) -> CloudKeyRecord? {
    guard let pair else { return nil }
    let known = keys.all + departed.filter { now < $0.endsAt ?? 0 }
    return known.first { $0.isOf(pair) && now >= $0.knownAt }
  }

  private func refusal(of key: CloudKeyRecord, at now: Int64) -> CloudAnswer? {
    if !key.isEnabled, now >= key.endsAt ?? 0 { return .inactiveKey }
    if let expiresAt = key.expiresAt, now >= expiresAt { return .inactiveKey }
    guard key.admits(choices.noIPList) else {
      return .refusal(choices.ipRefusalStatus, "FORBIDDEN: IP address is not allowed")
    }
    return nil
  }

  /// Ten requests in ten seconds, and then none.
  private mutating func pace(_ key: CloudKeyRecord, at now: Int64) -> CloudAnswer? {
    let window = Int64(choices.window)
    var times = asked[key.id, default: []].filter { $0 > now - window }
    guard times.count < CloudChoices.mostRequests else {
      asked[key.id] = times
      return CloudAnswer(
        status: 429, error: "TOO_MANY_REQUESTS: Too many requests",
        reset: Double(times[0] + window - now) / 1_000)
    }
    times.append(now)
    asked[key.id] = times
    return nil
  }

  mutating func note(
    _ kind: String, by key: CloudKeyRecord, at now: Int64, _ more: [JSONValue.Member]
  ) {
    activities.append(
      .object(
        [
          .init("id", .string(Identifier.random())), .init("type", .string(kind)),
          .init("actorType", "api"), .init("actorId", .string(key.id)),
          .init("actorIpAddress", "127.0.0.1"), .init("organizationId", .string(id)),
          .init("createdAt", .string(Moment.text(now))),
        ] + more))
  }
}
