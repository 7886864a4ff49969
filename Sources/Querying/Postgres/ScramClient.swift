import Sealing

/// The client's side of SCRAM-SHA-256, as far as it is words.
///
/// A class: the compiler breaks on a noncopyable one that may not be there.
final class ScramClient {
  static let plain = "SCRAM-SHA-256"
  static let bound = "SCRAM-SHA-256-PLUS"

  let mechanism: String
  private let nonce: String
  /// What says how this is bound to the channel.
  private let header: String
  private let endPoint: [UInt8]
  /// What shows that the server knows the password too.
  private var expected: Secret?

  /// Takes the way that binds to the channel where there is one.
  init?(offered: [String], endPoint: [UInt8], nonce: String = Base64.encoded(Random.bytes(18))) {
    self.nonce = nonce
    if offered.contains(Self.bound), !endPoint.isEmpty {
      mechanism = Self.bound
      header = "p=tls-server-end-point,,"
      self.endPoint = endPoint
    } else if offered.contains(Self.plain) {
      mechanism = Self.plain
      // `y` tells a server that has the other way that somebody took it off its offer.
      header = offered.contains(Self.bound) || endPoint.isEmpty ? "n,," : "y,,"
      self.endPoint = []
    } else {
      return nil
    }
  }

  private var bare: String { "n=*,r=\(nonce)" }

  /// What opens the conversation; the user was named before.
  var first: String { header + bare }

  /// Whether a challenge asks for no fewer rounds than the standard says.
  static func hasEnoughRounds(_ challenge: String) -> Bool {
    parts(of: challenge)["i"].flatMap { Int($0) }.map { $0 >= leastRounds } ?? true
  }

  /// What RFC 7677 asks for, and what every server does by itself.
  private static let leastRounds = 4_096

  /// The proof, or nothing if the server did not answer to us, or asks again.
  func answer(to challenge: String, password: borrowing Span<UInt8>) -> String? {
    let parts = Self.parts(of: challenge)
    guard expected == nil, parts["m"] == nil, let theirs = parts["r"], theirs.hasPrefix(nonce),
      theirs.utf8.count > nonce.utf8.count,
      let salt = parts["s"].flatMap({ Base64.decoded($0) }), !salt.isEmpty,
      let rounds = parts["i"].flatMap({ Int($0) }), 1...ScramSecret.mostRounds ~= rounds
    else { return nil }
    let unproven = "c=\(Base64.encoded(Array(header.utf8) + endPoint)),r=\(theirs)"
    let conversation = "\(bare),\(challenge),\(unproven)"
    let secret = ScramSecret(password: password, salt: salt, rounds: rounds)
    expected = Secret(secret.serverProof(of: conversation))
    return "\(unproven),p=\(Base64.encoded(secret.proof(of: conversation)))"
  }

  /// Whether the server knows the password too.
  func accepts(_ final: String) -> Bool {
    guard let signature = Self.parts(of: final)["v"].flatMap({ Base64.decoded($0) }) else {
      return false
    }
    return expected?.bytes.equals(signature.span) ?? false
  }

  static func parts(of text: String) -> [Character: String] {
    var parts: [Character: String] = [:]
    for part in text.split(separator: ",") {
      guard let name = part.first, part.dropFirst().first == "=" else { continue }
      parts[name] = String(part.dropFirst(2))
    }
    return parts
  }
}
