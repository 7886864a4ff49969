import Sealing

/// The client's side of SCRAM-SHA-256: knows the password without showing it.
struct Scram {
  static let mechanism = "SCRAM-SHA-256"
  /// Somebody who asks for more rounds wants us to work, not to sign in.
  private static let mostRounds = 1_000_000

  private let password: [UInt8]
  private let nonce: String
  /// What the server has to sign at the end.
  private var signature: [UInt8] = []

  init(password: [UInt8], nonce: String = Base64.encoded(Random.bytes(18))) {
    self.password = password
    self.nonce = nonce
  }

  private var bare: String { "n=*,r=\(nonce)" }

  /// What opens the conversation.
  var first: String { "n,,\(bare)" }

  /// The proof, or nil if the server did not answer to us.
  mutating func answer(to challenge: String) -> String? {
    let parts = Self.parts(of: challenge)
    guard let theirs = parts["r"], theirs.hasPrefix(nonce), theirs.count > nonce.count,
      let salt = parts["s"].flatMap({ Base64.decoded($0) }),
      let rounds = parts["i"].flatMap({ Int($0) }), 1...Self.mostRounds ~= rounds
    else { return nil }
    let salted = Self.salted(password, salt: salt, rounds: rounds)
    let clientKey = Self.keyed("Client Key", by: salted)
    let storedKey = SHA256.of(clientKey.span)
    let unproven = "c=biws,r=\(theirs)"
    let said = "\(bare),\(challenge),\(unproven)"
    signature = Self.keyed(said, by: Self.keyed("Server Key", by: salted))
    let proof = zip(clientKey, Self.keyed(said, by: storedKey)).map { $0 ^ $1 }
    return "\(unproven),p=\(Base64.encoded(proof))"
  }

  /// Whether the server knows the password too.
  func accepts(_ final: String) -> Bool {
    !signature.isEmpty
      && Self.parts(of: final)["v"].flatMap { Base64.decoded($0) } == signature
  }

  private static func salted(_ password: [UInt8], salt: [UInt8], rounds: Int) -> [UInt8] {
    let start = salt + [0, 0, 0, 1]
    var block = SHA256.keyed(start.span, by: password.span)
    var sum = block
    for _ in 1..<rounds {
      block = SHA256.keyed(block.span, by: password.span)
      for index in sum.indices { sum[index] ^= block[index] }
    }
    return sum
  }

  private static func keyed(_ text: String, by key: [UInt8]) -> [UInt8] {
    let bytes = Array(text.utf8)
    return SHA256.keyed(bytes.span, by: key.span)
  }

  private static func parts(of text: String) -> [Character: String] {
    var parts: [Character: String] = [:]
    for part in text.split(separator: ",") {
      guard let name = part.first, part.dropFirst().first == "=" else { continue }
      parts[name] = String(part.dropFirst(2))
    }
    return parts
  }
}
