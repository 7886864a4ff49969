import Foundation
import Host
import Keeping
import Messages
import Sealing

/// A folder with a vault in it that a key file opens; everything is removed with it.
final class Place: Sendable {
  let folder: String
  let vault: String
  let key: Secret

  init() async throws {
    folder = NSTemporaryDirectory() + "coffer-keeping-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    vault = folder + "/vault.coffer"
    key = Secret(SecretBytes.random(count: 32, in: .pooled))
    let agent = try Agent()
    _ = try await agent.client.ask(
      CreateVault(path: vault, keys: [KeyInput(name: "file", kind: .keyFile, attachment: 0)]),
      [key])
  }

  deinit {
    if let place = try? SessionPlace(vault: vault) {
      for path in [place.socket, place.socket + ".lock", place.debt] { try? Files.remove(path) }
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var socket: String { get throws { try SessionPlace(vault: vault).socket } }

  /// How long one of the vault's files is.
  func kibibytes(_ suffix: String) throws -> Int {
    let facts = try FileManager.default.attributesOfItem(atPath: vault + suffix)
    return (facts[.size] as? Int ?? 0) / 1024
  }

  /// A private agent in which the vault is open.
  func open(clock: AgentClock = .system) async throws -> Agent {
    let agent = try Agent(clock: clock)
    try await open(over: agent.client)
    return agent
  }

  func open(over client: Client, unaudited: Bool = false) async throws {
    _ = try await client.ask(
      OpenVault(path: vault, kind: .keyFile, unaudited: unaudited), [key])
  }

  /// An agent that has become a session.
  func session(
    _ scope: SessionScope, idle: Int = 1800, total: Int = 36_000, clock: AgentClock = .system
  ) async throws -> Agent {
    let agent = try await open(clock: clock)
    _ = try await agent.client.ask(
      StartSession(scope: scope, idleSeconds: idle, totalSeconds: total))
    return agent
  }

  /// Somebody who has found the session.
  func join() throws -> Client { Client(try LocalSocket.connect(to: try socket)) }

  /// The record, oldest first, as a conversation of its own sees it.
  func events() async throws -> [EventLine] {
    let agent = try await open()
    return try await agent.client.ask(AskAuditLog(limit: 1000)).events.reversed()
  }

  func names() async throws -> [String] {
    let agent = try await open()
    return try await agent.client.ask(ListProfiles(SelectorInput())).profiles.map(\.name)
  }
}

extension EventLine {
  func values(_ key: String) -> [String] { facts.filter { $0.key == key }.map(\.value) }
}
