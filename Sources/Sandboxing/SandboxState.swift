import Host

/// Everything that changes in a sandbox, under one lock.
struct SandboxState {
  struct Room {
    let key: String
    var workspace: Workspace
  }

  var rooms: [Room]
  var ledger = Ledger()
  var rules: [FaultRule] = []
  /// How many milliseconds every request takes at least.
  var latency = 0.0
  /// How many milliseconds every test takes at least.
  var testDelay: Double
  /// How often something new was refused as not yet visible, by what it is.
  var refusals: [String: Int] = [:]
  var cloud: CloudAccount
  var clickHouse: ClickHouseState
  var questDB = QuestDBState()

  init(keys: [String], choices: Choices, cloud pair: CloudKeyRecord.Pair, password: String) {
    rooms = keys.map { Room(key: $0, workspace: Workspace(choices)) }
    testDelay = choices.testDelay
    clickHouse = ClickHouseState(choices.clickHouse, password: password)
    cloud = CloudAccount(choices.cloud, first: pair, at: Clock.wallMilliseconds)
  }

  /// The workspace whose key this header holds.
  func room(for authorization: String?) -> Int? {
    guard let authorization, authorization.hasPrefix("Bearer ") else { return nil }
    let key = authorization.dropFirst(7)
    return rooms.firstIndex { $0.key == key }
  }

  /// The first fault that befalls this request.
  mutating func fault(_ method: String, _ segments: [String]) -> Fault? {
    for index in rules.indices where rules[index].befalls(method, segments) {
      return rules[index].fault
    }
    return nil
  }

  /// Whether something new is still to be refused, which it then was once more.
  mutating func refuses(_ thing: String, times: Int) -> Bool {
    guard refusals[thing, default: 0] < times else { return false }
    refusals[thing, default: 0] += 1
    return true
  }

  /// Has the services know the passwords that ClickHouse Cloud gave their users.
  mutating func settlePasswords() {
    for new in cloud.newPasswords {
      guard let hash = Base64.decoded(new.sha256) else { continue }
      var methods = [ClickHouseMethod(kind: .sha256, check: ClickHouseMethod.hex(hash))]
      // Two ways in for one password: MySQL's protocol wants its own.
      if let second = new.doubleSHA1 { methods.append(.init(kind: .doubleSHA1, check: second)) }
      clickHouse.users["default"]?.methods = methods
    }
    cloud.newPasswords = []
  }

  var hiddenStored: Int { rooms.reduce(0) { $0 + $1.workspace.hiddenStored } }
}
