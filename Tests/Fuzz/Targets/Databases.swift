import Probing
import Querying

extension FuzzTarget {
  /// What databases say, read in the way that the first byte chooses.
  static let databases = FuzzTarget(
    name: "databases", about: "what PostgreSQL, MySQL and servers over HTTP say"
  ) { input in
    let body = input.from(1).array
    switch input.byte(0) % 9 {
    case 0:
      guard let head = PostgresMessage.head(body[...]) else { return }
      try promise(head.length <= PostgresMessage.longest, "a message is longer than any may be")
    case 1:
      let message = PostgresMessage(kind: 0x44, payload: body)
      guard let row = message.row else { return }
      let size = row.reduce(2) { $0 + 4 + ($1 == nil ? 0 : 1) }
      try promise(size <= body.count + row.count, "a row has more values than bytes")
    case 2:
      let message = PostgresMessage(kind: 0x45, payload: body)
      let refusal = message.refusal()
      try promise(refusal.text.utf8.count <= 3 * body.count, "a refusal is longer than its message")
      _ = message.setting
      _ = PostgresMessage.names(body[...])
    case 3:
      guard let greeting = MySQLGreeting(body) else { return }
      try promise(greeting.challenge.count == 20, "a challenge has not its 20 bytes")
    case 4:
      var reader = MySQLReader(body)
      var count = 0
      while case .some = reader.value() { count += 1 }
      try promise(count <= body.count, "there are more values than bytes")
    case 5:
      if let refusal = Refusal(mysql: body) {
        try promise(
          refusal.text.utf8.count <= 3 * body.count, "a refusal is longer than its packet")
      }
      for power in MySQLPowers.judge([input.from(1).text]) {
        try promise(isShowable(power.what), "a power is not fit for a terminal")
      }
    case 6:
      let powers = ClickHousePowers.powers(input.from(1).text)
      try promise(powers.count <= Power.Kind.allCases.count, "a kind of power is named twice")
      for power in powers {
        try promise(isShowable(power.what), "a power is not fit for a terminal")
      }
    case 7:
      for path in [["version", "number"], ["nextUri"], ["stats", "state"]] {
        guard let text = WebJSON.text(path, in: input.from(1)) else { continue }
        try promise(text.utf8.count <= 3 * body.count, "a value is longer than its answer")
      }
    default:
      guard let ways = ClickHouseWay.all(in: input.from(1).text) else { return }
      try promise(!ways.isEmpty, "a user signs in by nothing, and yet it is understood")
      let commas = body.count(where: { $0 == UInt8(ascii: ",") })
      try promise(ways.count <= commas + 1, "there are more ways than were told")
    }
  }
}
