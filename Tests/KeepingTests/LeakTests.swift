import Foundation
import Host
import Messages
import Sealing
import Testing

/// Secrets travel beside the text of messages, never in it.
@Suite(.timeLimit(.minutes(10))) struct LeakTests {
  private static let canary = "Canary-5f1d83e07c"

  private static func isIn(_ frame: Frame) -> Bool {
    let text = String(decoding: frame.header, as: UTF8.self)
    let bytes = Array(canary.utf8)
    let forms = [
      canary, Data(bytes).base64EncodedString(), bytes.map { String($0, radix: 16) }.joined(),
      bytes.map(String.init).joined(separator: ","),
    ]
    return forms.contains { text.localizedCaseInsensitiveContains($0) }
  }

  @Test func `no answer and no refusal tells a secret in its text`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    var frames: [Frame] = []
    frames.append(try await client.raw(AddProfile.sample("acme"), [.of(Self.canary)]))
    var change = ChangeProfile(name: "acme")
    change.fields = [
      FieldInput("password", .attachment(0)), FieldInput("database", .text("other")),
    ]
    frames.append(try await client.raw(change, [.of(Self.canary + "2")]))
    frames.append(try await client.raw(ListProfiles(SelectorInput())))
    frames.append(try await client.raw(ShowProfiles(SelectorInput(all: true))))
    frames.append(try await client.raw(CompareVersions(name: "acme")))
    frames.append(try await client.raw(AskHistory(name: "acme")))
    frames.append(try await client.raw(AskAuditLog(limit: 100)))
    frames.append(try await client.raw(AskLastSeen(SelectorInput())))
    // Where it does not belong.
    change.fields = [FieldInput("host", .attachment(0))]
    frames.append(try await client.raw(change, [.of(Self.canary)]))
    change.fields = [FieldInput("password", .attachment(0))]
    frames.append(try await client.raw(change, [.of(Self.canary + "\u{0}")]))
    let key = KeyInput(name: "new", kind: .recovery, attachment: 0)
    frames.append(try await client.raw(AddSlot(key: key), [.of(Self.canary)]))
    frames.append(
      try await Agent().client.raw(
        OpenVault(path: place.vault, kind: .keyFile), [.of(Self.canary)]))
    #expect(!frames.contains(where: Self.isIn))
    #expect(frames.allSatisfy { $0.attachments.isEmpty })
    let revealed = try await client.raw(RevealFields(.named("acme")))
    #expect(!Self.isIn(revealed) && revealed.attachments.map(\.text) == [Self.canary + "2"])
  }

  @Test func `what a client calls itself is cleaned and cut`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let name = String(repeating: "x", count: 500) + "\u{1B}[31m"
    let request = Request(
      ListSlots().message, claim: Claim(program: "a\u{1B}[2Jb", parent: name))
    _ = try await client.exchange(Frame(header: Array(try JSONEncoder().encode(request))))
    let message = AddProfile.sample("acme").message
    let add = Request(message, claim: Claim(program: "a\u{1B}[2Jb", parent: name))
    _ = try await client.exchange(
      Frame(header: Array(try JSONEncoder().encode(add)), attachments: [.of("x")]))
    let added = try await place.events().first { $0.action == "profile.added" }
    #expect(added?.values("program") == ["a\u{FFFD}[2Jb"])
    #expect(added?.values("parent").first?.count == 65)
    #expect(added?.values("user").first?.hasPrefix("\(getuid())") == true)
  }
}
