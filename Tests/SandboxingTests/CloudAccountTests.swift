import Testing

@testable import Sandboxing

/// What the stand-in for ClickHouse Cloud answers, without the wire and with times that we choose.
@Suite struct CloudAccountTests {
  private static let first = CloudKeyRecord.Pair(
    keyID: "FirstFirstFirstFirst", keySecret: "first-secret")
  private static let begin: Int64 = 1_800_000_000_000

  private static func account(
    _ change: (inout CloudChoices) -> Void = { _ in }
  ) -> CloudAccount {
    var choices = CloudChoices()
    change(&choices)
    return CloudAccount(choices, first: first, at: begin)
  }

  /// Asks as a key, so many milliseconds after the beginning.
  private func ask(
    _ account: inout CloudAccount, _ method: String, _ path: String, _ body: JSONValue? = nil,
    by pair: CloudKeyRecord.Pair? = CloudAccountTests.first, at time: Int64 = 0
  ) -> CloudAnswer {
    let below = path.split(separator: "/").map { String($0) }
    let segments = path == "me" ? ["organizations"] : ["organizations", account.id] + below
    return account.take(CloudCall(method, segments, body, by: pair), at: Self.begin + time)
  }

  private func make(
    _ account: inout CloudAccount, _ more: [JSONValue.Member] = [], at time: Int64 = 0
  ) throws -> (id: String, pair: CloudKeyRecord.Pair) {
    let body: [JSONValue.Member] = [
      .init("name", "new"), .init("assignedRoleIds", [.string(CloudRole.admin.id)]),
      .init("ipAccessList", [["source": "0.0.0.0/0"]]),
    ]
    let known = Set(more.map(\.key))
    let answer = ask(
      &account, "POST", "keys", .object(body.filter { !known.contains($0.key) } + more), at: time)
    let id = try #require(answer.result?["key"]?["id"]?.text)
    let keyID = try #require(answer.result?["keyId"]?.text)
    let keySecret = try #require(answer.result?["keySecret"]?.text)
    return (id, .init(keyID: keyID, keySecret: keySecret))
  }

  @Test func `lets nobody in without the right pair`() {
    var account = Self.account()
    for pair in [
      nil, .init(keyID: Self.first.keyID, keySecret: "x"),
      .init(keyID: "x", keySecret: Self.first.keySecret), .init(keyID: "", keySecret: ""),
    ] as [CloudKeyRecord.Pair?] {
      #expect(ask(&account, "GET", "me", by: pair) == .unknownKey)
    }
    #expect(ask(&account, "GET", "me").result?.elements?.first?["id"] == .string(account.id))
  }

  @Test func `knows a new key after a while, and a deleted one a while longer`() throws {
    var account = Self.account()
    let made = try make(&account)
    #expect(ask(&account, "GET", "me", by: made.pair, at: 299) == .unknownKey)
    #expect(ask(&account, "GET", "me", by: made.pair, at: 300).status == 200)
    #expect(ask(&account, "DELETE", "keys/" + made.id, at: 400).status == 200)
    #expect(ask(&account, "GET", "me", by: made.pair, at: 699).status == 200)
    #expect(ask(&account, "GET", "me", by: made.pair, at: 700) == .unknownKey)
    #expect(ask(&account, "GET", "keys/" + made.id, at: 700).status == 404)
  }

  @Test func `refuses keys that are disabled or over, until they are enabled`() throws {
    var account = Self.account { $0.keyDelay = 0 }
    let over = try make(&account, [.init("expireAt", .string(Moment.text(Self.begin + 5_000)))])
    #expect(ask(&account, "GET", "me", by: over.pair, at: 4_999).status == 200)
    #expect(ask(&account, "GET", "me", by: over.pair, at: 5_000) == .inactiveKey)
    let key = "keys/" + over.id
    let endless = ask(&account, "PATCH", key, ["expireAt": nil, "state": "disabled"], at: 6_000)
    #expect(endless.result?["expireAt"] == nil && endless.result?["state"] == "disabled")
    #expect(ask(&account, "GET", "me", by: over.pair, at: 6_299).status == 200)
    #expect(ask(&account, "GET", "me", by: over.pair, at: 6_300) == .inactiveKey)
    #expect(ask(&account, "PATCH", key, ["state": "enabled"], at: 7_000).status == 200)
    #expect(ask(&account, "GET", "me", by: over.pair, at: 7_000).status == 200)
  }

  @Test func `lets no key delete itself`() throws {
    var account = Self.account()
    let own = try #require(account.keys.names.first)
    #expect(ask(&account, "DELETE", "keys/" + own).status == 400)
    #expect(ask(&account, "GET", "me").status == 200)
  }

  @Test func `answers ten times in ten seconds, and says when again`() {
    var account = Self.account()
    for time in 0..<10 { #expect(ask(&account, "GET", "me", at: Int64(time) * 100).status == 200) }
    let refused = ask(&account, "GET", "me", at: 1_000)
    #expect(refused.status == 429 && refused.reset == 9)
    #expect(ask(&account, "GET", "me", at: 9_999).status == 429)
    #expect(ask(&account, "GET", "me", at: 10_000).status == 200)
  }

  @Test func `keeps a hundred keys and no more`() throws {
    var account = Self.account { $0.window = 0 }
    for _ in 0..<99 { _ = try make(&account) }
    #expect(ask(&account, "POST", "keys", ["name": "one too many"]).status == 400)
    #expect(account.keys.names.count == 100)
  }

  @Test func `takes lists of addresses by their letter`() throws {
    for (list, status) in [
      (.null, 200), (["127.0.0.1"], 200), (["10.0.0.0/8", "127.0.0.0/30"], 200),
      (["126.0.0.0/7"], 200), (["127.0.0.2"], 403), ([], 403), (["::1"], 403),
    ] as [(JSONValue, Int)] {
      var account = Self.account {
        $0.keyDelay = 0
        $0.noIPList = .everybody
      }
      let sources = list.elements?.map { source -> JSONValue in ["source": source] }
      let body: [JSONValue.Member] = sources.map { [.init("ipAccessList", .array($0))] } ?? []
      let made = ask(&account, "POST", "keys", .object(body))
      let pair = CloudKeyRecord.Pair(
        keyID: made.result?["keyId"]?.text ?? "", keySecret: made.result?["keySecret"]?.text ?? "")
      #expect(ask(&account, "GET", "me", by: pair).status == status, "\(list)")
    }
    var strict = Self.account { $0.keyDelay = 0 }
    let made = ask(&strict, "POST", "keys", ["name": "no list"])
    let pair = CloudKeyRecord.Pair(
      keyID: made.result?["keyId"]?.text ?? "", keySecret: made.result?["keySecret"]?.text ?? "")
    #expect(ask(&strict, "GET", "me", by: pair).status == 403)
    #expect(ask(&strict, "POST", "keys", ["ipAccessList": [["source": "x"]]]).status == 400)
  }

  @Test func `takes hashes as it is told`() {
    let own = CloudKeyRecord.Pair(keyID: "OwnKeyID", keySecret: "own-secret")
    let body: JSONValue = [
      "ipAccessList": [["source": "0.0.0.0/0"]],
      "hashData": [
        "keyIdHash": .string(CloudKeyRecord.hash(own.keyID)), "keyIdSuffix": "eyID",
        "keySecretHash": .string(CloudKeyRecord.hash(own.keySecret)),
      ],
    ]
    for (stance, made, signedIn) in [
      (.refuse, 400, 401), (.accept, 200, 200), (.broken, 200, 401),
    ] as [(CloudChoices.HashData, Int, Int)] {
      var account = Self.account {
        $0.hashData = stance
        $0.keyDelay = 0
      }
      let answer = ask(&account, "POST", "keys", body)
      #expect(answer.status == made && answer.result?["keySecret"] == nil)
      #expect(ask(&account, "GET", "me", by: own).status == signedIn, "\(stance)")
    }
  }

  @Test func `lets a key do what its roles say`() throws {
    var account = Self.account { $0.keyDelay = 0 }
    account.services["s"] = CloudServiceRecord(name: "s")
    for (role, keys, services) in [
      (.admin, 200, 200), (.reader, 200, 200), (.member, 403, 200), (nil, 403, 403),
    ] as [(CloudRole?, Int, Int)] {
      let roles: JSONValue = .array(role.map { [.string($0.id)] } ?? [])
      let pair = try make(&account, [.init("assignedRoleIds", roles)]).pair
      #expect(ask(&account, "GET", "keys", by: pair).status == keys)
      #expect(ask(&account, "GET", "services", by: pair).status == services)
      let change = ask(&account, "POST", "keys", ["name": "x"], by: pair).status
      #expect(change == (role == .admin ? 200 : 403))
    }
    #expect(ask(&account, "GET", "services/none", at: 60_000).status == 404)
  }
}
