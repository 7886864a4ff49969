import Sealing

/// A conversation with MySQL or MariaDB, once it has let us in.
package final class MySQLConnection {
  private static let mostRows = 10_000
  private static let mostColumns = 256
  private static let mostSteps = 8
  /// Long password, found rows counted, database named, protocol of version 4.1, secure, plugins.
  private static let abilities = 0x1 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x80000
  /// UTF-8 of four bytes.
  private static let characters: UInt8 = 45

  private let wire: MySQLWire
  package let version: String
  /// Whether it was shown what only who knows the password can say.
  private var hasAnswered = false
  /// Of use once it has let us in: whether it has seen what the password makes.
  package var passwordWasTaken: Bool { hasAnswered }

  package var isMariaDB: Bool { version.contains("MariaDB") }

  /// Signs in.
  package init(
    to place: Place, user: String, database: String, password: borrowing Span<UInt8>
  ) throws(QueryError) {
    wire = MySQLWire(try Stream(to: place))
    let first = try wire.packet()
    if let refusal = Refusal(mysql: first) {
      // What comes before TLS is nobody's word, and no verdict on what was never shown.
      guard place.channel.security == .plain else { throw .unproven(host: place.host) }
      throw .refused(refusal)
    }
    guard let greeting = MySQLGreeting(first) else {
      throw .garbled(host: place.host, what: "it does not greet as MySQL does")
    }
    version = greeting.version
    var abilities = Self.abilities
    if place.channel.security != .plain {
      guard greeting.offersTLS else { throw .withoutTLS(host: place.host) }
      abilities |= MySQLGreeting.mayUseTLS
    }
    if database.isEmpty { abilities &= ~0x8 }
    let head = Self.head(abilities)
    if place.channel.security != .plain {
      try wire.send(head.span)
      try wire.startTLS()
    }
    try greet(head, user: user, database: database, password, greeting)
    try authenticate(password, greeting.challenge, greeting.plugin)
  }

  private static func head(_ abilities: Int) -> [UInt8] {
    let numbers = [abilities, 1 << 24].flatMap { number in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    return numbers + [characters] + [UInt8](repeating: 0, count: 23)
  }

  private func greet(
    _ head: [UInt8], user: String, database: String, _ password: borrowing Span<UInt8>,
    _ greeting: MySQLGreeting
  ) throws(QueryError) {
    let plugin = Self.known.contains(greeting.plugin) ? greeting.plugin : "mysql_native_password"
    let answer = try answer(plugin, password, greeting.challenge, isFirst: true)
    let size = head.count + user.utf8.count + database.utf8.count + plugin.utf8.count + 4
    let message = SecretBytes(count: size + answer.count) { output in
      for byte in head { output.append(byte) }
      for byte in user.utf8 { output.append(byte) }
      output.append(0)
      output.append(UInt8(truncatingIfNeeded: answer.count))
      for index in 0..<answer.count { output.append(answer.bytes[index]) }
      if !database.isEmpty {
        for byte in database.utf8 { output.append(byte) }
        output.append(0)
      }
      for byte in plugin.utf8 { output.append(byte) }
      output.append(0)
    }
    try wire.send(message.bytes)
    if answer.count > 0 { hasAnswered = true }
  }

  private static let known: Set<String> = [
    "mysql_native_password", "caching_sha2_password", "mysql_clear_password",
  ]

  /// What a way of signing in wants to see; the password itself only where that is allowed.
  private func answer(
    _ plugin: String, _ password: borrowing Span<UInt8>, _ challenge: [UInt8], isFirst: Bool = false
  ) throws(QueryError) -> SecretBytes {
    switch plugin {
    case "mysql_native_password":
      do throws(DigestMissing) {
        return try MySQLAnswer.native(password, challenge)
      } catch {
        throw .unknownSignIn(host: wire.host, way: "\(plugin), as there is no \(error.name) here")
      }
    case "caching_sha2_password": return MySQLAnswer.cachingSHA2(password, challenge)
    case "mysql_clear_password", "dialog", "sha256_password":
      // With the greeting nothing is shown: the server has to ask.
      if isFirst { return SecretBytes(count: 0) { _ in } }
      guard wire.stream.mayShowPassword else { throw .wantsCleartext(host: wire.host) }
      return MySQLAnswer.clear(password)
    default: throw .unknownSignIn(host: wire.host, way: plugin)
    }
  }

  private func authenticate(
    _ password: borrowing Span<UInt8>, _ challenge: [UInt8], _ plugin: String
  ) throws(QueryError) {
    var plugin = plugin
    for _ in 0..<Self.mostSteps {
      let packet = try wire.packet()
      if let refusal = Refusal(mysql: packet, hasAnswered: hasAnswered) { throw .refused(refusal) }
      switch packet.first {
      case 0x00: return
      case 0xFE:
        var reader = MySQLReader(Array(packet.dropFirst()))
        guard let name = reader.ended() else {
          throw .unknownSignIn(host: wire.host, way: "that of before MySQL 4.1")
        }
        plugin = String(decoding: name.prefix(64), as: UTF8.self)
        var data = reader.remaining
        if data.last == 0, data.count == 21 { data.removeLast() }
        try reply(to: plugin, password, data)
      case 0x01 where plugin == "caching_sha2_password":
        // 3: it knew us; 4: it wants the whole password, which only TLS or loopback may carry.
        if packet.dropFirst().first == 3 { continue }
        guard packet.dropFirst().first == 4 else {
          throw .garbled(host: wire.host, what: "it asks for something unknown")
        }
        // Where it cannot be trusted with the password, nor with a key to hide it: that could be
        // anybody's.
        guard wire.stream.isEncrypted, wire.stream.mayShowPassword else {
          throw .wantsCleartext(host: wire.host)
        }
        try show(password)
      default: throw .garbled(host: wire.host, what: "it does not say how to sign in")
      }
    }
    throw .garbled(host: wire.host, what: "it does not come to an end with signing in")
  }

  private func reply(
    to plugin: String, _ password: borrowing Span<UInt8>, _ challenge: [UInt8]
  ) throws(QueryError) {
    let answer = try answer(plugin, password, challenge)
    try wire.send(answer.bytes)
    if !password.isEmpty { hasAnswered = true }
  }

  private func show(_ password: borrowing Span<UInt8>) throws(QueryError) {
    let clear = MySQLAnswer.clear(password)
    try wire.send(clear.bytes)
  }

  /// Runs one statement and gives its rows.
  package func query(_ sql: String) throws(QueryError) -> [[String?]] {
    try query(sql.utf8.span)
  }

  /// The same for a statement that holds what others need not see.
  package func query(_ sql: borrowing Span<UInt8>) throws(QueryError) -> [[String?]] {
    let count = sql.count
    let command = SecretBytes(count: count + 1) { output in
      output.append(3)
      for index in 0..<count { output.append(sql[index]) }
    }
    wire.begin()
    try wire.send(command.bytes)
    let first = try wire.packet()
    if let refusal = Refusal(mysql: first) { throw .refused(refusal) }
    if first.first == 0x00 { return [] }
    // 0xFB: it wants a file of ours, which nobody gets.
    var reader = MySQLReader(first)
    guard first.first != 0xFB, let columns = reader.length(), 1...Self.mostColumns ~= columns else {
      throw .garbled(host: wire.host, what: "it answers with something unknown")
    }
    for _ in 0..<columns { _ = try wire.packet() }
    guard try isEnd(wire.packet()) else {
      throw .garbled(host: wire.host, what: "the columns do not end")
    }
    return try rows(of: columns)
  }

  private func rows(of columns: Int) throws(QueryError) -> [[String?]] {
    var rows: [[String?]] = []
    while true {
      let packet = try wire.packet()
      if let refusal = Refusal(mysql: packet) { throw .refused(refusal) }
      if isEnd(packet) { return rows }
      var reader = MySQLReader(packet)
      var row: [String?] = []
      for _ in 0..<columns {
        guard let value = reader.value() else {
          throw .garbled(host: wire.host, what: "a row cannot be read")
        }
        row.append(value)
      }
      guard reader.isAtEnd, rows.count < Self.mostRows else {
        throw .garbled(host: wire.host, what: "a row cannot be read")
      }
      rows.append(row)
    }
  }

  private func isEnd(_ packet: [UInt8]) -> Bool { packet.first == 0xFE && packet.count < 9 }

  /// Says goodbye; whoever does not is cut off.
  package func close() {
    wire.begin()
    let goodbye: [UInt8] = [1]
    try? wire.send(goodbye.span)
  }
}
