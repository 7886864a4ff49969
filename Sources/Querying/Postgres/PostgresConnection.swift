import Sealing

/// A conversation with PostgreSQL, or with what speaks its protocol, once it has let us in.
package final class PostgresConnection {
  private static let mostSettings = 64
  private static let mostRows = 10_000

  private let wire: PostgresWire
  /// What the server told of itself, such as `server_version`.
  package private(set) var settings: [String: String] = [:]
  /// Whether it let us in without wanting to know more than the user's name.
  package private(set) var isOpenToAll = true
  /// Of use once it has let us in: whether it asked for the password before.
  package var passwordWasTaken: Bool { !isOpenToAll }

  /// Signs in.
  package init(
    to place: Place, user: String, database: String, password: borrowing Span<UInt8>
  ) throws(QueryError) {
    wire = PostgresWire(try Stream(to: place))
    if place.channel.security != .plain { try wire.startTLS() }
    try wire.stream.write(PostgresWire.greeting(user: user, database: database).span)
    try authenticate(user: user, password: password)
    while true {
      let message = try wire.message()
      if message.is("Z") { return }
      if message.is("E") { throw .refused(message.refusal(passwordWasTaken: passwordWasTaken)) }
      if message.is("S"), let setting = message.setting, settings.count < Self.mostSettings {
        settings[setting.name] = setting.value
      }
    }
  }

  private func authenticate(
    user: String, password: borrowing Span<UInt8>
  ) throws(QueryError) {
    var scram: ScramClient?
    var isProven = false
    while true {
      let message = try wire.message()
      if message.is("E") { throw .refused(message.refusal()) }
      guard message.is("R"), let wish = message.wish else {
        throw .garbled(host: wire.host, what: "it does not say how to sign in")
      }
      if wish.way != 0 { isOpenToAll = false }
      switch wish.way {
      case 0:
        // Who began to prove that it knows the password has to end it.
        guard scram == nil || isProven else { throw .impostor(host: wire.host) }
        return
      case 3: try showPassword(password)
      case 5:
        let answer = try digest(user, password, salt: Array(wish.rest))
        try wire.send("p", answer.bytes)
      case 10:
        guard
          let begun = ScramClient(
            offered: PostgresMessage.names(wish.rest), endPoint: wire.stream.endPoint)
        else { throw .unknownSignIn(host: wire.host, way: "SASL without SCRAM-SHA-256") }
        let first = Array(begun.first.utf8)
        let opening =
          Array(begun.mechanism.utf8) + [0] + PostgresWire.number(first.count) + first
        scram = begun
        try wire.send("p", opening.span)
      case 11:
        let challenge = String(decoding: wish.rest, as: UTF8.self)
        // Somebody who listens would guess the password sooner.
        guard wire.stream.isVerified || ScramClient.hasEnoughRounds(challenge) else {
          throw .garbled(host: wire.host, what: "its SCRAM has too few rounds")
        }
        guard let answer = scram?.answer(to: challenge, password: password) else {
          throw .garbled(host: wire.host, what: "its SCRAM challenge cannot be answered")
        }
        try wire.send("p", answer.utf8.span)
      case 12:
        isProven = scram?.accepts(String(decoding: wish.rest, as: UTF8.self)) ?? false
        guard isProven else { throw .impostor(host: wire.host) }
      case let other: throw .unknownSignIn(host: wire.host, way: Self.way(other))
      }
    }
  }

  private func digest(
    _ user: String, _ password: borrowing Span<UInt8>, salt: [UInt8]
  ) throws(QueryError) -> SecretBytes {
    do throws(DigestMissing) {
      return try MD5Answer.make(user, password, salt: salt)
    } catch {
      throw .unknownSignIn(host: wire.host, way: "MD5, as there is no \(error.name) here")
    }
  }

  private func showPassword(_ password: borrowing Span<UInt8>) throws(QueryError) {
    guard wire.stream.mayShowPassword else { throw .wantsCleartext(host: wire.host) }
    let count = password.count
    let ended = SecretBytes(count: count + 1) { output in
      for index in 0..<count { output.append(password[index]) }
      output.append(0)
    }
    try wire.send("p", ended.bytes)
  }

  private static func way(_ number: UInt32) -> String {
    switch number {
    case 2: "Kerberos"
    case 7, 8: "GSSAPI"
    case 9: "SSPI"
    default: "number \(number)"
    }
  }

  /// Runs one statement and gives its rows.
  package func query(_ sql: String) throws(QueryError) -> [[String?]] {
    try query(sql.utf8.span)
  }

  /// The same for a statement that holds what others need not see.
  package func query(_ sql: borrowing Span<UInt8>) throws(QueryError) -> [[String?]] {
    let count = sql.count
    let ended = SecretBytes(count: count + 1) { output in
      for index in 0..<count { output.append(sql[index]) }
      output.append(0)
    }
    try wire.send("Q", ended.bytes)
    var rows: [[String?]] = []
    var refusal: Refusal?
    while true {
      let message = try wire.message()
      if message.is("Z") { break }
      if message.is("E") {
        refusal = message.refusal(passwordWasTaken: passwordWasTaken)
        // Some end the conversation with it.
        if refusal?.state.hasPrefix("57P") == true { break }
      } else if message.is("D") {
        guard let row = message.row, rows.count < Self.mostRows else {
          throw .garbled(host: wire.host, what: "a row cannot be read")
        }
        rows.append(row)
      } else if message.is("G") || message.is("H") || message.is("W") {
        throw .garbled(host: wire.host, what: "it wants to copy")
      }
    }
    if let refusal { throw .refused(refusal) }
    return rows
  }

  /// Says goodbye; whoever does not is cut off.
  package func close() {
    let nothing: [UInt8] = []
    try? wire.send("X", nothing.span)
  }
}
