import Messages
import Sealing
import Testing

@Suite(.timeLimit(.minutes(10))) struct KeyMessagesTests {
  private static func code() -> Secret {
    Secret(RecoveryCode.encode(SecretBytes.random(count: 32)))
  }

  @Test func `adds and removes keys of each kind`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let recipient = RecipientWord.text(for: BoxKeys.generate().publicKey)
    _ = try await client.ask(
      AddSlot(key: KeyInput(name: "paper", kind: .recovery, attachment: 0)), [Self.code()])
    _ = try await client.ask(
      AddSlot(key: KeyInput(name: "ci", kind: .recipient, recipient: recipient)))
    let passphrase = KeyInput(
      name: "mine", kind: .passphrase, attachment: 0, memoryMiB: 64, passes: 3)
    let slots = try await client.ask(AddSlot(key: passphrase), [.of("correct horse")]).slots
    #expect(slots.map(\.name) == ["file", "paper", "ci", "mine"])
    #expect(slots.map(\.kind) == [.keyFile, .recovery, .recipient, .passphrase])
    #expect(slots.first?.isOwn == true && slots.last?.memoryMiB == 64)
    let removed = try await client.ask(RemoveSlot(name: "ci", renew: true))
    #expect(removed.epoch == 2 && removed.slots.count == 3)
    #expect(try await client.ask(RemoveSlot(name: "paper", renew: false)).epoch == 2)
    #expect(try await client.ask(ListSlots()).slots.map(\.name) == ["file", "mine"])
  }

  @Test func `opens by passphrase, and by the new one once it is changed`() async throws {
    let place = try await Place()
    let owner = try await place.open().client
    let key = KeyInput(name: "mine", kind: .passphrase, attachment: 0, memoryMiB: 64, passes: 3)
    _ = try await owner.ask(AddSlot(key: key), [.of("correct horse")])
    let open = OpenVault(path: place.vault, kind: .passphrase)
    let client = try Agent().client
    #expect(await client.refusal(of: open, [.of("wrong horse")])?.status == .wrongKey)
    #expect(try await client.ask(open, [.of("correct horse")]).slot == "mine")
    let change = ChangePassphrase(slot: nil, memoryMiB: 64, passes: 3)
    #expect(await client.refusal(of: change, [.of("")])?.status == .invalid)
    _ = try await client.ask(change, [.of("battery staple")])
    let other = try Agent().client
    #expect(await other.refusal(of: open, [.of("correct horse")])?.status == .wrongKey)
    #expect(try await other.ask(open, [.of("battery staple")]).slot == "mine")
    #expect(await owner.refusal(of: change, [.of("another")])?.status == .invalid)
  }

  @Test func `keeps only the own key and a new code after a compromise`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    let code = Self.code()
    _ = try await client.ask(
      AddSlot(key: KeyInput(name: "paper", kind: .recovery, attachment: 0)), [Self.code()])
    let recovery = KeyInput(name: "new paper", kind: .recovery, attachment: 0)
    let rotated = try await client.ask(RenewAfterCompromise(recovery: recovery), [code])
    #expect(rotated.slots.map(\.name) == ["file", "new paper"] && rotated.epoch == 2)
    let other = try Agent().client
    let open = OpenVault(path: place.vault, kind: .recovery)
    #expect(try await other.ask(open, [code]).slot == "new paper")
    let noCode = KeyInput(name: "file 2", kind: .keyFile, attachment: 0)
    let refusal = await client.refusal(of: RenewAfterCompromise(recovery: noCode), [place.key])
    #expect(refusal?.status == .invalid)
  }

  @Test func `counts what is no key as a wrong one`() async throws {
    let place = try await Place()
    let client = try Agent().client
    for (kind, text) in [
      (SlotWord.keyFile, "too short"), (.recovery, "0000"), (.passphrase, "x"),
      (.recipient, "no identity"),
    ] {
      let open = OpenVault(path: place.vault, kind: kind)
      #expect(await client.refusal(of: open, [.of(text)])?.status == .wrongKey, "\(kind)")
    }
    #expect(
      await client.refusal(of: OpenVault(path: place.vault, kind: .keyFile))?.status == .invalid)
  }

  @Test func `refuses names and costs that no key can have`() async throws {
    let place = try await Place()
    let client = try await place.open().client
    for name in ["", "two\nlines", String(repeating: "x", count: 65)] {
      let key = KeyInput(name: name, kind: .recovery, attachment: 0)
      #expect(await client.refusal(of: AddSlot(key: key), [Self.code()])?.status == .invalid)
    }
    let cheap = KeyInput(
      name: "cheap", kind: .passphrase, attachment: 0, memoryMiB: 8, passes: 1)
    #expect(await client.refusal(of: AddSlot(key: cheap), [.of("x")])?.status == .invalid)
    let typo = KeyInput(name: "ci", kind: .recipient, recipient: "coffer-recipient-00")
    #expect(await client.refusal(of: AddSlot(key: typo))?.status == .invalid)
  }
}
