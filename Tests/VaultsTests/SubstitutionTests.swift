import Foundation
import Packing
import Sealing
import Storage
import TestSupport
import Testing
import Vaults

/// Another vault where ours should be, whole or in parts.
@Suite struct SubstitutionTests {
  /// A vault with a recipient, and the file in which the recipient keeps their half.
  private func shared() throws -> (test: TemporaryVault, identity: Secret, publicKey: [UInt8]) {
    let keys = BoxKeys.generate()
    let publicKey = keys.publicKey
    let test = try TemporaryVault(
      besides: [NamedKey("colleague", .recipient(publicKey: publicKey))])
    let facts = try LockedVault(path: test.path).facts
    let file = IdentityFile.contents(secretKey: keys.secretKey, vault: facts.identity)
    return (test, Secret(file), publicKey)
  }

  @Test func `an identity file opens the vault that it is for`() throws {
    let (test, identity, _) = try shared()
    try test.open().addLogin("a", password: "one")
    let vault = try test.open(with: .identity(identity))
    #expect(vault.slotName == "colleague")
    #expect(try vault.password(of: "a") == "one")
  }

  @Test func `a vault that somebody else made for our public key is not ours`() throws {
    let (test, identity, publicKey) = try shared()
    let planted = try TemporaryVault(
      besides: [NamedKey("colleague", .recipient(publicKey: publicKey))])
    try test.stranger.replace(
      by: try Data(contentsOf: URL(fileURLWithPath: try planted.snapshot())))
    #expect(failure { _ = try test.open(with: .identity(identity)) } == .substituted)
    #expect(failure { _ = try test.open() } == .wrongKey(.keyFile))
  }

  @Test func `an identity file is not tried on a vault without recipients`() throws {
    let (_, identity, _) = try shared()
    let other = try TemporaryVault()
    #expect(failure { _ = try other.open(with: .identity(identity)) } == .substituted)
  }

  @Test func `our slot in somebody else's vault, signed by them, is seen`() throws {
    let (test, identity, _) = try shared()
    try forge(test, signing: true)
    _ = try LockedVault(path: test.path)
    #expect(failure { _ = try test.open() } == .substituted)
    #expect(failure { _ = try test.open(with: .identity(identity)) } == .substituted)
  }

  @Test func `a recipient that the vault did not sign is not believed`() throws {
    let (test, _, _) = try shared()
    try forge(test, signing: false)
    let error = failure { _ = try LockedVault(path: test.path) }
    #expect(
      error == .damaged("the table of key slots is not the one that the vault signed"))
  }

  @Test(arguments: ["keyring", "epoch", "slots", "signature", "sealed"])
  func `a part of another vault does not fit`(column: String) throws {
    let (test, _, _) = try shared()
    let other = try TemporaryVault()
    let table = column == "sealed" ? "head" : "vault"
    try other.open().addLogin("x")
    _ = try turned(other)
    try test.stranger.run(
      "UPDATE \(table) SET \(column) = (SELECT \(column) FROM old.\(table))",
      old: try other.snapshot())
    #expect(failure { _ = try test.open() }?.isTampering == true)
  }

  private func turned(_ test: TemporaryVault) throws -> Int64 {
    var vault = try test.open()
    return try vault.rotate(keeping: .all, by: author, at: later).epoch
  }

  /// Adds a recipient's row and computes the digest of the table anew, as one would who knows the
  /// format; signs it as another identity, or leaves the vault's own signature.
  private func forge(_ test: TemporaryVault, signing: Bool) throws {
    let forger = SigningKeys.generate()
    let reader = try HandReader(path: test.path)
    try reader.connection.run(
      """
      INSERT INTO slot SELECT ?, 4, ?, NULL, NULL, NULL, NULL, vault_key, label, made_at
      FROM slot LIMIT 1
      """,
      [.blob([UInt8](repeating: 9, count: 16)), .blob(BoxKeys.generate().publicKey)], changing: 1)
    let digest = try reader.slotDigest()
    try reader.connection.run("UPDATE vault SET slots = ?", [.blob(digest)], changing: 1)
    guard signing else { return }
    try reader.connection.run(
      "UPDATE vault SET identity = ?", [.blob(forger.publicKey)], changing: 1)
    let message = try reader.signedMessage()
    let signature = forger.sign(message.span)
    try reader.connection.run("UPDATE vault SET signature = ?", [.blob(signature)], changing: 1)
  }
}
