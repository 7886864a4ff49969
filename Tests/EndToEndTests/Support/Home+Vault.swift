import Foundation

extension Home {
  /// Makes a vault that the key file `key` opens.
  func makeVault() throws {
    try succeeds(coffer("init", "--new-key-file", file("key"), "--no-session"))
  }

  /// The environment in which every command opens the vault by itself.
  var keyed: [String: String] { ["COFFER_KEY_FILE": file("key")] }

  /// Opens a session with the key file.
  func openSession(_ options: String...) throws {
    try succeeds(sh("coffer unlock --key-file key \(options.joined(separator: " "))"))
  }

  /// Adds a free secret.
  func add(_ name: String, _ value: String, with extra: [String: String]? = nil) throws {
    try succeeds(
      coffer("add", "secret", name, "value=-", input: .text(value), with: extra ?? keyed))
  }

  @discardableResult
  func succeeds(_ outcome: Outcome) throws -> Outcome {
    guard outcome.status == 0 else { throw Trouble("exit \(outcome.status): \(outcome.err)") }
    return outcome
  }

  /// The result of a command with `--json`, read by a parser that is not ours.
  func json(_ arguments: String...) throws -> [String: Any] {
    let line = (["coffer"] + arguments + ["--json"]).joined(separator: " ")
    let outcome = try succeeds(sh(line, with: keyed))
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output))
    guard let object = value as? [String: Any] else { throw Trouble("no object: \(outcome.out)") }
    return object
  }

  /// The sockets of sessions.
  var sockets: [String] {
    let folder = path + "/run/coffer"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".sock") }.sorted().map { folder + "/" + $0 }
  }
}
