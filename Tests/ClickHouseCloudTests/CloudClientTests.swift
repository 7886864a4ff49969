import ClickHouseCloud
import Host
import Sandboxing
import Sealing
import TestSupport
import Testing
import Transport

/// The client against the sandbox.
@Suite struct CloudClientTests {
  private let server: SandboxServer
  private let courier: Courier
  private let client: CloudClient

  init() throws {
    var choices = Choices()
    choices.cloud.keyDelay = 0
    choices.cloud.revokeDelay = 0
    // Ten requests a millisecond: nobody waits in these tests unless a fault says so.
    choices.cloud.window = 1
    choices.cloud.hashData = .accept
    server = try SandboxServer(choices: choices)
    courier = try Courier()
    client = Self.client(courier, server, server.cloudKey)
  }

  static func secret(_ text: String) -> Secret {
    Secret(SecretBytes(copying: Array(text.utf8).span))
  }

  static func client(
    _ courier: Courier, _ server: SandboxServer, _ pair: CloudKeyRecord.Pair,
    pace: CloudPace? = nil, budget: Duration = .milliseconds(900)
  ) -> CloudClient {
    CloudClient(
      courier, base: server.url, keyID: pair.keyID, keySecret: secret(pair.keySecret), pace: pace,
      patience: CloudPatience(budget: budget, first: .milliseconds(10)))
  }

  private func organization() async throws -> String {
    try #require(await client.organizations().first).id
  }

  /// Asks who we are; gives why that failed.
  private func refusal(_ client: CloudClient? = nil) async -> CloudError? {
    do throws(CloudError) {
      _ = try await (client ?? self.client).organizations()
      return nil
    } catch {
      return error
    }
  }

  @Test func `makes a key whose secret signs in, and deletes the old one with it`() async throws {
    let organization = try await organization()
    var draft = KeyDraft(name: "rotated-1", ipAccess: [IPEntry("0.0.0.0/0")])
    draft.roleIDs = [CloudRole.admin.id]
    draft.expiresAt = Clock.wallMilliseconds / 1_000 * 1_000 + 86_400_000
    let made = try await client.createKey(draft, in: organization)
    #expect(made.key.name == "rotated-1")
    #expect(made.key.expiresAt == draft.expiresAt)
    #expect(made.key.roles.map(\.id) == draft.roleIDs)
    let keyID = try #require(made.keyID)
    #expect(made.key.mayBe(keyID: keyID))
    let newer = CloudClient(
      courier, base: server.url, keyID: keyID, keySecret: try #require(made.keySecret), pace: nil)
    #expect(try await newer.organizations().map(\.id) == [organization])

    let old = try #require(
      await client.keys(of: organization).first { $0.mayBe(keyID: server.cloudKey.keyID) })
    #expect(old.usedAt != nil && old.ipAccess == [IPEntry("0.0.0.0/0", note: "anywhere")])
    await #expect(throws: CloudError.self) { try await client.deleteKey(old.id, of: organization) }
    let disabled = try await newer.changeKey(
      old.id, of: organization, KeyChange(state: .disabled))
    #expect(disabled.state == .disabled)
    guard case .refusedKey(.inactive, _)? = await refusal() else {
      Issue.record("a disabled key is not told as one")
      return
    }
    try await newer.deleteKey(old.id, of: organization)
    guard case .refusedKey(.unknown, _)? = await refusal() else {
      Issue.record("a deleted key is not told as one")
      return
    }
    #expect(try await newer.key(old.id, of: organization) == nil)
    let record = try await newer.activities(
      of: organization, from: 0, to: Clock.wallMilliseconds + 60_000)
    #expect(record.map(\.kind) == ["key_delete", "openapi_key_update", "key_create"])
  }

  @Test func `makes a key of which it tells the hashes only`() async throws {
    let organization = try await organization()
    let pair = CloudKeyRecord.Pair(
      keyID: "ownOwnOwnOwnOwnOwnId", keySecret: "own-secret-own-secret")
    var draft = KeyDraft(name: "own", ipAccess: [IPEntry("127.0.0.0/8")])
    draft.hashes = KeyHashes(keyID: pair.keyID, keySecret: pair.keySecret.utf8.span)
    let made = try await client.createKey(draft, in: organization)
    #expect(made.keyID == nil && made.keySecret == nil)
    let own = Self.client(courier, server, pair)
    #expect(try await own.organizations().map(\.id) == [organization])
    // Without a role it may not even see the services.
    await #expect(throws: CloudError.forbidden(said: "")) {
      do throws(CloudError) {
        _ = try await own.services(of: organization)
      } catch .forbidden {
        throw CloudError.forbidden(said: "")
      }
    }
  }

  @Test func `leaves or clears what is not named in a change`() async throws {
    let organization = try await organization()
    var draft = KeyDraft(name: "k", ipAccess: [IPEntry("10.0.0.0/8", note: "an \"office\"")])
    draft.expiresAt = 4_102_444_800_000
    let key = try await client.createKey(draft, in: organization).key
    let renamed = try await client.changeKey(
      key.id, of: organization, KeyChange(name: "neu \u{FC}\n"))
    // A line break of the far side is not shown as one.
    #expect(renamed.name == "neu \u{FC}\u{FFFD}")
    #expect(renamed.expiresAt == draft.expiresAt && renamed.ipAccess == draft.ipAccess)
    let endless = try await client.changeKey(
      key.id, of: organization, KeyChange(expiry: .never, ipAccess: []))
    #expect(endless.expiresAt == nil && endless.ipAccess == [])
    #expect(endless.state == .enabled)
  }

  @Test func `sets and has made the password of a service`() async throws {
    try server.control(
      "PUT", "cloud/services/analytics",
      [
        "state": "idle", "ipAccessList": ["1.2.3.4"],
        "endpoints": [["protocol": "https", "host": "x1.example", "port": 8443]],
      ])
    let organization = try await organization()
    let service = try #require(
      await client.services(of: organization).first { $0.name == "analytics" })
    #expect(service.state == .idle && service.http?.port == 8443)
    #expect(service.ipAccess?.map(\.source) == ["1.2.3.4"])
    try await client.setPassword(
      PasswordHashes("pass".utf8.span), of: service.id, in: organization)
    #expect(try await client.makePassword(of: service.id, in: organization).count > 40)
    #expect(try await client.service("none", of: organization) == nil)
  }

  @Test func `tells refusals of the service from pages of a gateway`() async throws {
    let gateway = "<html><body>Bad gateway</body></html>"
    for (fault, expected) in [
      (["status": 401, "body": "{\"error\":\"UNAUTHORIZED: Key is not found\"}"], "unknown"),
      (["status": 401, "body": "{\"error\":\"UNAUTHORIZED: Key is not active\"}"], "inactive"),
      (["status": 401, "body": "{\"error\":\"Unauthorized\"}"], "other"),
      (["status": 403, "body": "{\"error\":\"no\"}"], "forbidden"),
      (["status": 401, "body": .string(gateway)], "broken"),
      (["status": 403, "body": .string(gateway)], "broken"),
      (["status": 404, "body": .string(gateway)], "broken"),
      (["status": 502, "body": .string(gateway)], "broken"),
      (["status": 302], "redirected"), (["status": 200, "body": .string(gateway)], "garbled"),
      (["status": 200, "body": "{}"], "garbled"), (["status": 200, "body": "[]"], "garbled"),
      (["status": 200, "body": "{\"result\":{}}"], "garbled"), (["wrongJSON": true], "garbled"),
      (["dropBefore": true], "transport"), (["halfAnswer": true], "transport"),
      (["hugeAnswer": 20_000_000], "transport"),
    ] as [(JSONValue, String)] {
      try server.fault(fault, path: "/v1/**")
      let error = try #require(await refusal(), "\(fault) was taken")
      #expect(Self.kind(error) == expected, "\(fault): \(error)")
      #expect(!error.message.isEmpty && !error.remedy.isEmpty)
      try server.control("DELETE", "faults")
    }
  }

  private static func kind(_ error: CloudError) -> String {
    switch error {
    case .refusedKey(let trouble, _): trouble.rawValue
    case .forbidden: "forbidden"
    case .missing: "missing"
    case .refused: "refused"
    case .rateLimited: "limited"
    case .broken: "broken"
    case .redirected: "redirected"
    case .garbled: "garbled"
    case .cannotPace: "pace"
    case .transport: "transport"
    }
  }

  @Test func `says of a change whether it may have been made`() async throws {
    let organization = try await organization()
    for (fault, mayHaveActed) in [
      (["status": 401, "body": "{\"error\":\"x\"}"], false), (["status": 500], true),
      (["status": 503, "body": "{\"error\":\"x\"}"], true), (["dropAfter": true], true),
      (["status": 400, "body": "{\"error\":\"x\"}"], false),
      (["status": 200, "body": "<html>"], true),
    ] as [(JSONValue, Bool)] {
      let before = try server.count("requests")
      try server.fault(fault, path: "/v1/**")
      do throws(CloudError) {
        _ = try await client.createKey(KeyDraft(name: "x", ipAccess: []), in: organization)
        Issue.record("\(fault) was taken for a yes")
      } catch {
        #expect(error.mayHaveActed == mayHaveActed, "\(fault): \(error)")
      }
      // A change is never sent again after an unclear answer.
      #expect(try server.count("requests") == before + 1, "\(fault)")
      try server.control("DELETE", "faults")
    }
  }

  @Test func `repeats our secrets to nobody`() async throws {
    for form in ["", ":base64", ":hex", ":url", ":json"] {
      try server.fault(
        ["errorText": .string("\u{1B}[2J no {password\(form)} {authorization}"), "status": 400],
        path: "/v1/**", times: 1)
      let text = try #require(await refusal()).message
      #expect(!text.contains(server.cloudKey.keySecret) && !text.contains("\u{1B}"), "\(text)")
      #expect(text.contains("[secret]"))
    }
  }

  @Test func `asks again where nothing can be done twice, within its budget`() async throws {
    let patient = Self.client(courier, server, server.cloudKey, budget: .seconds(25))
    try server.fault(["status": 502], path: "/v1/**", times: 2)
    #expect(await refusal(patient) == nil)
    try server.fault(["status": 429, "rateLimitReset": "30.5"], path: "/v1/**", times: 1)
    let began = ContinuousClock.now
    guard case .rateLimited(let wait)? = await refusal(patient) else {
      Issue.record("too many requests are not told as that")
      return
    }
    #expect(wait == .milliseconds(31_500))
    #expect(ContinuousClock.now - began < .seconds(31))
  }
}
