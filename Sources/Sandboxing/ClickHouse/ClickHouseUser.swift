import Sealing

/// A user of the stand-in, with what signs in as it.
struct ClickHouseUser: Equatable, Sendable {
  let name: String
  var methods: [ClickHouseMethod]
  var grants: [ClickHouseGrant] = []
  var readonly = 0
  /// It comes from a file, and no statement changes it.
  var isFromFile = false

  /// Whether this password signs in now.
  func admits(_ password: String, at now: Int64) -> Bool {
    methods.contains { $0.isValid(at: now) && $0.admits(password) }
  }

  func may(_ right: String) -> Bool {
    grants.contains { $0.right == "ALL" || $0.right == right || $0.right == "ACCESS MANAGEMENT" }
  }
}

/// One way to sign in.
struct ClickHouseMethod: Equatable, Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case sha256 = "sha256_password"
    case doubleSHA1 = "double_sha1_password"
    case plaintext = "plaintext_password"
    case none = "no_password"
  }

  let kind: Kind
  /// The digest in small digits, or the password itself if it is kept so.
  let check: String
  var salt = ""
  var validUntil: Int64?

  func isValid(at now: Int64) -> Bool { validUntil.map { now < $0 } ?? true }

  func admits(_ password: String) -> Bool {
    switch kind {
    case .none: true
    case .plaintext: password == check
    case .sha256: Self.sha256(password + salt) == check
    case .doubleSHA1: Self.doubleSHA1(password) == check
    }
  }

  static func sha256(_ text: String) -> String { hex(SHA256.of(Array(text.utf8).span)) }

  static func doubleSHA1(_ text: String) -> String {
    let once = SHA1.of(Array(text.utf8).span)
    let twice = SHA1.of(once.bytes)
    var digest: [UInt8] = []
    let bytes = twice.bytes
    for index in bytes.indices { digest.append(bytes[index]) }
    return hex(digest)
  }

  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// As the server shows it: never what it checks against.
  var shown: String {
    guard let validUntil else { return kind.rawValue }
    let time = Moment.text(validUntil).prefix(19).split(separator: "T").joined(separator: " ")
    return kind.rawValue + " VALID UNTIL '" + time + "'"
  }
}

struct ClickHouseGrant: Equatable, Sendable {
  let right: String
  let target: String
  var isPassedOn = false

  func line(for user: String) -> String {
    "GRANT \(right) ON \(target) TO \(user)" + (isPassedOn ? " WITH GRANT OPTION" : "")
  }
}
