import Messages
import Sealing
import Testing

@Suite(.timeLimit(.minutes(10))) struct ProfileMessagesTests {
  @Test func `adds, lists, shows and reveals a profile`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    var call = AddProfile.sample("acme")
    call.labels = ["tenant=acme,stage=prod"]
    call.note = "of the first tenant"
    let saved = try await client.ask(call, [.of("pa55")])
    #expect(saved.version == 1 && saved.isChanged && saved.missing == [])
    let listed = try await client.ask(ListProfiles(SelectorInput())).profiles
    #expect(listed.map(\.name) == ["acme"] && listed.first?.labels["stage"] == "prod")
    #expect(listed.first?.note == "of the first tenant")
    let shown = try await client.ask(ShowProfiles(.named("acme"))).profiles.first?.fields
    let password = shown?.first { $0.name == "password" }
    #expect(password == ShownField(name: "password", isSecret: true))
    #expect(shown?.first { $0.name == "host" }?.text == "x1.example")
    let revealed = try await client.reveal(RevealFields(.named("acme"), fields: ["password"]))
    #expect(revealed.answer.profiles.first?.fields.first?.attachment == 0)
    #expect(revealed.secrets.map(\.text) == ["pa55"])
  }

  @Test func `refuses what no answer can hold before it is written down as read`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let names = (1...66).map { "big\($0)" }
    for name in names {
      var call = AddProfile(name: name, type: "secret")
      call.fields = [FieldInput("value", .attachment(0))]
      _ = try await client.ask(call, [.of(String(repeating: "x", count: 65_000))])
    }
    let call = RevealFields(SelectorInput(words: names), fields: [])
    #expect(await client.refusal(of: call)?.hint == "select fewer profiles at a time")
    #expect(try await place.events().allSatisfy { $0.action != "secret.read" })
    let fewer = try await client.reveal(RevealFields(.named("big1", "big2"), fields: []))
    #expect(fewer.secrets.count == 2)
  }

  @Test func `changes, compares and rolls back`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    var change = ChangeProfile(name: "acme")
    change.fields = [
      FieldInput("database", .text("other")), FieldInput("password", .attachment(0)),
    ]
    change.ifVersion = 1
    let saved = try await client.ask(change, [.of("two")])
    #expect(saved.version == 2 && Set(saved.changedFields) == ["database", "password"])
    #expect(await client.refusal(of: change, [.of("three")])?.status == .conflict)
    let history = try await client.ask(AskHistory(name: "acme")).versions
    #expect(history.map(\.state) == ["previous", "current"])
    let differences = try await client.ask(CompareVersions(name: "acme")).differences
    #expect(
      Set(differences.map(\.field)) == ["database", "password"]
        && differences.first { $0.isSecret }?.after == nil
        && differences.first { !$0.isSecret }?.before == "acme")
    let rolled = try await client.ask(RollBack(name: "acme"))
    #expect(rolled.version == 3)
    let revealed = try await client.reveal(RevealFields(.named("acme"), fields: ["password"]))
    #expect(revealed.secrets.map(\.text) == ["one"])
  }

  @Test func `renames, labels, removes, brings back and purges`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    _ = try await client.ask(RenameProfile(name: "acme", newName: "best"))
    let labelled = try await client.ask(LabelProfiles(names: ["best"], labels: ["stage=prod"]))
    #expect(labelled.names == ["best"])
    #expect(try await client.ask(RemoveProfiles(names: ["best"])).names == ["best"])
    let removed = try await client.ask(ListProfiles(SelectorInput(), removed: true)).profiles
    #expect(removed.first?.removedAt != nil)
    #expect(try await client.ask(UndeleteProfile(name: "best")).names == ["best"])
    _ = try await client.ask(RemoveProfiles(names: ["best"]))
    let purge = PurgeProfiles(names: ["best"], historyOnly: false)
    #expect(try await client.ask(purge).names == ["best"])
    #expect(await client.refusal(of: UndeleteProfile(name: "best"))?.status == .notFound)
  }

  @Test func `makes a secret that nobody has seen`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    var call = AddProfile(name: "token", type: "secret")
    call.fields = [FieldInput("value", .generated(length: 40))]
    #expect(try await client.ask(call).generated == ["value"])
    let revealed = try await client.reveal(RevealFields(.named("token")))
    #expect(revealed.secrets.first?.count == 40)
    call = AddProfile(name: "short", type: "secret")
    call.fields = [FieldInput("value", .generated(length: 7))]
    #expect(await client.refusal(of: call)?.status == .invalid)
  }

  @Test(arguments: [-1, 1, Int.max]) func `refuses a secret that did not come`(
    number: Int
  ) async throws {
    let place = try await Place()
    let client = try await place.open().client
    var call = AddProfile(name: "token", type: "secret")
    call.fields = [FieldInput("value", .attachment(number))]
    #expect(await client.refusal(of: call, [.of("one")])?.status == .invalid)
    let key = KeyInput(name: "new", kind: .keyFile, attachment: number)
    #expect(await client.refusal(of: AddSlot(key: key), [.of("one")])?.status == .invalid)
    #expect(try await client.ask(ListProfiles(SelectorInput())).profiles.isEmpty)
  }

  @Test func `takes a secret only as an attachment and each field once`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    var call = AddProfile(name: "token", type: "secret")
    call.fields = [FieldInput("value", .text("in the header"))]
    let refusal = await client.refusal(of: call)
    #expect(refusal?.status == .invalid && refusal?.message.contains("in the header") == false)
    call.fields = [FieldInput("value", .attachment(0)), FieldInput("value", .attachment(0))]
    #expect(await client.refusal(of: call, [.of("one")])?.message == "value is given twice")
  }

  @Test func `means all profiles only where that is said`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    #expect(await client.refusal(of: RevealFields(SelectorInput()))?.status == .usage)
    #expect(await client.refusal(of: ShowProfiles(SelectorInput()))?.status == .usage)
    #expect(try await client.ask(ShowProfiles(SelectorInput(all: true))).profiles.isEmpty)
  }

  @Test func `names what there is when a name is wrong`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(AddProfile.sample("prod"), [.of("one")])
    let refusal = await client.refusal(of: ShowProfiles(.named("pordn")))
    #expect(refusal?.status == .notFound && refusal?.unknown == "pordn")
    #expect(refusal?.known == ["prod"])
    let type = await client.refusal(of: AddProfile(name: "x", type: "klickhouse"))
    #expect(type?.status == .invalid && type?.known.contains("clickhouse") == true)
  }

  @Test func `asks for the secret again before it goes to a new place`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    _ = try await client.ask(AddProfile.sample("acme"), [.of("one")])
    var change = ChangeProfile(name: "acme")
    change.fields = [FieldInput("host", .text("evil.example"))]
    #expect(await client.refusal(of: change)?.status == .scope)
    change.keepSecret = true
    #expect(try await client.ask(change).version == 2)
  }
}
