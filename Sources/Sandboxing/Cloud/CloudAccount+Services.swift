extension CloudAccount {
  mutating func takeServices(
    _ call: CloudCall, by key: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    guard key.right >= .seeServices else { return .forbidden }
    if call.segments.count == 3, call.method == "GET" {
      return .done(.array(services.all.map(\.shown)))
    }
    guard call.segments.count > 3,
      let service = services.all.first(where: { $0.id == call.segments[3] })
    else { return .missing }
    switch (call.segments.count, call.segments.last, call.method) {
    case (4, _, "GET"): return .done(service.shown)
    case (5, "state", "PATCH"):
      guard key.right >= .change else { return .forbidden }
      return setState(of: service, call.body?["command"]?.text)
    case (5, "password", "PATCH"):
      guard key.right >= .change else { return .forbidden }
      return setPassword(of: service, call.body ?? [:], by: key, at: now)
    default: return .missing
    }
  }

  private mutating func setState(
    of service: CloudServiceRecord, _ command: String?
  ) -> CloudAnswer {
    switch command {
    case "start", "awake": services[service.name]?.state = "running"
    case "stop": services[service.name]?.state = "stopped"
    default: return .invalid("command is none of start, stop and awake")
    }
    return .done(services[service.name]?.shown)
  }

  /// The password of the user `default`, told as hashes or made here.
  private mutating func setPassword(
    of service: CloudServiceRecord, _ body: JSONValue, by key: CloudKeyRecord, at now: Int64
  ) -> CloudAnswer {
    var made: String?
    var hash = body["newPasswordHash"]?.text
    if let hash, Base64.decoded(hash)?.count != 32 {
      return .invalid("newPasswordHash is no SHA-256 in base64")
    }
    if hash == nil {
      let password = "Aa1!" + CloudKeyRecord.Pair.random().keySecret
      made = password
      hash = CloudKeyRecord.hash(password)
    }
    // Without the first hash the second one is looked over.
    let second = made == nil ? body["newDoubleSha1Hash"]?.text : nil
    newPasswords.append((service.name, hash ?? "", second))
    note(
      "service_update_password", by: key, at: now, [.init("serviceId", .string(service.id))])
    return .done(made.map { ["password": .string($0)] } ?? [:])
  }
}
