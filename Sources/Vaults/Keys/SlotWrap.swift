import Packing
import Sealing

/// Makes slots, and opens them with what somebody brings.
enum SlotWrap {
  /// A new slot, with its secret half wrapped; the vault key and the label are still to be sealed.
  static func make(
    _ key: NewKey, identity: [UInt8], at time: Int64
  ) throws(VaultError) -> Slot {
    let id = Random.bytes(16)
    switch key {
    case .recipient(let publicKey):
      guard publicKey.count == 32 else { throw .badKey("this is no recipient's public key") }
      return Slot(
        id: id, kind: SlotKind.recipient.rawValue, publicKey: publicKey, vaultKey: [],
        label: [], madeAt: time)
    case .passphrase, .keyFile, .recovery:
      let keys = BoxKeys.generate()
      var slot = Slot(
        id: id, kind: key.kind.rawValue, publicKey: keys.publicKey, vaultKey: [], label: [],
        madeAt: time)
      try wrap(keys.secretKey, identity: identity, under: key, into: &slot)
      return slot
    }
  }

  /// Wraps a secret half anew, as when a passphrase is changed.
  static func wrap(
    _ secretKey: borrowing SecretBytes, identity: [UInt8], under key: NewKey,
    into slot: inout Slot
  ) throws(VaultError) {
    let credential: Credential
    switch key {
    case .passphrase(let passphrase, let cost):
      slot.salt = Random.bytes(16)
      slot.memory = Int64(cost.memoryMiB)
      slot.passes = Int64(cost.passes)
      credential = .passphrase(passphrase)
    case .keyFile(let secret): credential = .keyFile(secret)
    case .recovery(let code): credential = .recovery(code)
    case .recipient: throw .badKey("a recipient's key is not wrapped here")
    }
    let wrapping = try wrappingKey(for: slot, from: credential)
    let half = WrappedHalf.pack(secretKey: secretKey, identity: identity)
    slot.wrapped = Seal.close(
      half.bytes, under: wrapping, for: slot.wrapContext.span, paddedTo: 0)
  }

  /// The secret half of a slot, or nothing if the credential is not the slot's.
  static func open(
    _ slot: Slot, with credential: Credential
  ) throws(VaultError) -> WrappedHalf? {
    if case .identity(let contents) = credential {
      guard let half = WrappedHalf.read(identity: contents.bytes) else {
        throw .badKey("this file is no identity")
      }
      return half
    }
    guard let wrapped = slot.wrapped else {
      throw .damaged("a key slot lacks its wrapped half")
    }
    let wrapping = try wrappingKey(for: slot, from: credential)
    do {
      let half = try Seal.open(
        wrapped.span, under: wrapping, for: slot.wrapContext.span, paddedTo: 0)
      return WrappedHalf(half.bytes)
    } catch {
      return nil
    }
  }

  private static func wrappingKey(
    for slot: Slot, from credential: Credential
  ) throws(VaultError) -> SecretBytes {
    switch credential {
    case .passphrase(let passphrase):
      guard let salt = slot.salt, let memory = slot.memory, let passes = slot.passes,
        let memory = Int(exactly: memory), let passes = Int(exactly: passes)
      else { throw .damaged("a passphrase slot lacks its parameters") }
      do {
        let cost = try PassphraseCost(memoryMiB: memory, passes: passes)
        return try PassphraseKey.derive(from: passphrase.span, salt: salt, cost: cost)
      } catch .outOfMemory {
        throw .badKey("there is not enough memory to derive the key (\(memory) MiB)")
      } catch {
        throw .damaged("a passphrase slot asks for a cost outside of the allowed range")
      }
    case .keyFile(let key):
      guard key.count == 32 else { throw .badKey("a key file has exactly 32 bytes") }
      return Digest.keyedSecret(label(slot).span, by: key.bytes)
    case .recovery(let code):
      do {
        let key = try RecoveryCode.decode(code.span)
        return Digest.keyedSecret(label(slot).span, by: key)
      } catch {
        throw .badKey(error.message)
      }
    case .identity: throw .badKey("an identity opens no wrapped slot")
    }
  }

  private static func label(_ slot: Slot) -> [UInt8] {
    var packer = Packer("coffer slot key 1")
    packer.number(slot.kind)
    packer.blob(slot.id)
    return packer.bytes
  }
}
