import ClickHouseCloud
import Profiles
package import Sealing

/// What a user of ClickHouse signs in with: several passwords at once since 24.9, each with an end.
///
/// Only digests with a salt of their own are sent. A way to sign in that is not ours is never taken
/// away, as each of these statements would: they say the whole list.
package struct ClickHousePasswords: Sendable {
  /// A password that goes when its time has come.
  package struct Leaving: Sendable {
    let password: Secret
    /// Milliseconds since 1970.
    let until: Int64

    package init(_ password: Secret, until: Int64) {
      self.password = password
      self.until = until
    }
  }

  private let tools: Tools

  package init(_ tools: Tools) { self.tools = tools }

  /// Lets another password in beside the one that there is.
  package func add(
    _ password: Secret, to target: Subject, as admin: Subject,
    limits: ProbeLimits = ProbeLimits()
  ) async throws(StewardError) {
    let talk = try ClickHouseTalk(target, as: admin, tools, limits)
    try await talk.requireSeveral()
    let ways = try await talk.ways()
    guard ways.count == 1, ways[0].hasEnd == false else {
      throw .others(
        ways.count == 1
          ? "the user's password has an end of its own, which a new one would not have"
          : "the user signs in by \(ways.count) ways, and Coffer knows of one")
    }
    try await talk.alter(
      "ADD IDENTIFIED WITH ", [.init(password, like: ways)], "add a password")
  }

  /// Leaves a password, and perhaps another for a while; nothing else.
  ///
  /// Where the old one is gone already, nothing is done.
  package func leave(
    _ password: Secret, _ other: Leaving?, of target: Subject, as admin: Subject,
    isOldAlive: Bool, limits: ProbeLimits = ProbeLimits()
  ) async throws(StewardError) {
    let talk = try ClickHouseTalk(target, as: admin, tools, limits)
    let ways = try await talk.ways()
    guard ways.count <= 2 else {
      throw .others("the user signs in by \(ways.count) ways, and Coffer made two of them")
    }
    guard ways.count == 2 else { return }
    // Of two, one is the new one; the other is the old one if it works, or has the end we gave it.
    guard isOldAlive || ways.contains(where: \.hasEnd) else {
      throw .others("somebody put another password in the place of the old one")
    }
    var kept = [ClickHouseWord(password, like: ways)]
    if let other {
      kept.append(ClickHouseWord(other.password, like: ways, until: other.until))
    }
    try await talk.alter("IDENTIFIED WITH ", kept, "take the old password away")
  }
}

/// What stands for one password in a statement.
struct ClickHouseWord {
  let pieces: [Secret]
  /// What a server must not repeat.
  let digest: Secret

  /// Of the kind that the user has, as some sign in over MySQL's protocol.
  init(_ password: Secret, like ways: [ClickHouseWay], until: Int64? = nil) {
    let isDouble = ways.contains { $0.kind.hasPrefix("double_sha1") }
    let salt = isDouble ? "" : Hex.text(Random.bytes(16))
    digest = isDouble ? Self.doubled(password) : Self.salted(password, salt)
    var tail = isDouble ? "'" : "' SALT '\(salt)'"
    if let until { tail += " VALID UNTIL '\(Self.time(until))'" }
    pieces = [
      Self.secret(isDouble ? "double_sha1_hash BY '" : "sha256_hash BY '"), digest,
      Self.secret(tail),
    ]
  }

  static func secret(_ text: String) -> Secret {
    Secret(SecretBytes(copying: text.utf8.span))
  }

  private static func salted(_ password: Secret, _ salt: String) -> Secret {
    let whole = SecretBytes(count: password.count + salt.utf8.count) { output in
      let bytes = password.span
      for index in bytes.indices { output.append(bytes[index]) }
      for byte in salt.utf8 { output.append(byte) }
    }
    return secret(Hex.text(SHA256.of(whole.bytes)))
  }

  private static func doubled(_ password: Secret) -> Secret {
    secret(CloudHash.doubleSHA1(password.span))
  }

  /// As the server reads it, with the zone that it would else take from its own settings.
  static func time(_ milliseconds: Int64) -> String {
    let text = CloudTime.text(milliseconds)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}
