import Serving

/// Signs in over the wire protocol of PostgreSQL, and asks for one row.
struct PostgresSignIn {
  private let host: String
  private let port: UInt16
  private let user: String
  private let database: String
  private let password: String?
  private let wantsTLS: Bool
  private let asks: Bool

  init(_ connection: StoredConnection) throws(SignIn.Refused) {
    let credentials = connection.credentials
    host = credentials["host"]?.text ?? "localhost"
    let port = credentials["port"].map { $0.count ?? -1 } ?? 5432
    guard let port = UInt16(exactly: port) else {
      throw SignIn.Refused(cause: "Port should be >= 0 and < 65536. Received \(port).")
    }
    self.port = port
    user = credentials["user"]?.text ?? "root"
    database = credentials["database"]?.text ?? (connection.type == "questdb" ? "qdb" : user)
    password = credentials["password"]?.text
    wantsTLS = credentials["ssl"]?.isTruthy ?? false
    // The driver of Redshift is content with a connection.
    asks = connection.type != "redshift"
  }

  func attempt(until deadline: ContinuousClock.Instant) throws(SignIn.Refused) -> SignIn.Verdict {
    var wire = try PostgresWire(to: host, port: port, deadline: deadline)
    if wantsTLS {
      try wire.send(PostgresWire.wishForTLS)
      if try wire.byte() == UInt8(ascii: "N") {
        throw SignIn.Refused(cause: "The server does not support SSL connections")
      }
      return .cannotTell
    }
    try wire.send(PostgresWire.start(user: user, database: database))
    try authenticate(on: &wire)
    try ready(on: &wire)
    if asks {
      try wire.send("Q", Array("SELECT 1".utf8) + [0])
      try ready(on: &wire)
    }
    try wire.send("X", [])
    return .passed
  }

  /// Reads until the server takes the next query.
  private func ready(on wire: inout PostgresWire) throws(SignIn.Refused) {
    while try wire.message().kind != UInt8(ascii: "Z") {}
  }

  private func authenticate(on wire: inout PostgresWire) throws(SignIn.Refused) {
    var scram: Scram?
    while true {
      let message = try wire.message()
      guard message.kind == UInt8(ascii: "R"), message.payload.count >= 4 else { continue }
      let rest = Array(message.payload.dropFirst(4))
      switch message.payload[3] {
      case 0: return
      case 3: try wire.send("p", try given("Cleartext: ") + [0])
      case 5:
        let inner = MD5.hex(try given("MD5: ") + Array(user.utf8))
        try wire.send("p", Array(("md5" + MD5.hex(Array(inner.utf8) + rest)).utf8) + [0])
      case 10:
        let started = Scram(password: try given("SASL: SCRAM-SERVER-FIRST-MESSAGE: client "))
        scram = started
        let first = Array(started.first.utf8)
        try wire.send(
          "p", Array(Scram.mechanism.utf8) + [0] + PostgresWire.number(first.count) + first)
      case 11:
        guard let answer = scram?.answer(to: String(decoding: rest, as: UTF8.self)) else {
          throw SignIn.Refused(cause: "SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce is wrong")
        }
        try wire.send("p", Array(answer.utf8))
      case 12:
        guard scram?.accepts(String(decoding: rest, as: UTF8.self)) == true else {
          throw SignIn.Refused(cause: "SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature is wrong")
        }
      case let other:
        throw SignIn.Refused(cause: "Unknown authenticationOk message type \(other)")
      }
    }
  }

  private func given(_ place: String) throws(SignIn.Refused) -> [UInt8] {
    guard let password else {
      throw SignIn.Refused(cause: place + "password must be a string")
    }
    return Array(password.utf8)
  }
}
