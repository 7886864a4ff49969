/// The command line of the sandbox.
package struct SandboxOptions: Equatable, Sendable {
  /// What a word of the command line does not mean.
  package struct Misused: Error, Equatable {
    package let message: String
    package let remedy = "see coffer-sandbox --help"
  }

  package private(set) var port: UInt16 = 0
  package private(set) var keys: [String] = []
  /// Only a label: everything is on loopback.
  package private(set) var region = "us"
  package private(set) var endsWithInput = false
  package private(set) var wantsHelp = false
  package private(set) var choices = Choices()
  /// The first key of ClickHouse Cloud.
  package private(set) var cloudKey = CloudKeyRecord.Pair.random()
  /// Where ClickHouse's HTTP interface answers.
  package private(set) var clickHousePort: UInt16 = 0
  /// Where QuestDB speaks PostgreSQL's protocol, and where its web interface answers.
  package private(set) var questDBPort: UInt16 = 0
  package private(set) var questDBWebPort: UInt16 = 0
  /// What the user `default` of ClickHouse signs in with.
  package private(set) var clickHousePassword = CloudKeyRecord.Pair.random().keySecret

  package init(_ words: [String]) throws(Misused) {
    var words = words[...]
    while let word = words.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = String(parts[0])
      switch option {
      case "--until-closed": endsWithInput = true
      case "--help", "-h": wantsHelp = true
      default:
        guard Self.takesValue(option) else { throw Misused(message: "unknown option \(option)") }
        guard let value = parts.count == 2 ? String(parts[1]) : words.popFirst() else {
          throw Misused(message: "\(option) wants a value")
        }
        guard set(option, value) else {
          throw Misused(message: "\(option) does not take this value")
        }
      }
    }
    if keys.isEmpty { keys = [Identifier.random()] }
  }

  private static func takesValue(_ option: String) -> Bool {
    help.split(whereSeparator: \.isNewline).contains {
      $0.split(separator: " ").first.map { String($0) } == option
    }
  }

  private mutating func set(_ option: String, _ value: String) -> Bool {
    switch option {
    case "--port": set(\.port, UInt16(value))
    case "--region": set(\.region, ["us", "eu"].contains(value) ? value : nil)
    case "--key":
      if value.isEmpty || keys.contains(value) { false } else { set(\.keys, keys + [value]) }
    case "--masking": set(\.choices.masking, .init(rawValue: value))
    case "--answers": set(\.choices.answers, .init(rawValue: value))
    case "--delete-answer": set(\.choices.deleteAnswer, .init(rawValue: value))
    case "--duplicate": set(\.choices.duplicateStatus, Self.status(value, [400, 409]))
    case "--auth-refusal": set(\.choices.authRefusalStatus, Self.status(value, [401, 403]))
    case "--missing": set(\.choices.missingStatus, Self.status(value, [404, 400]))
    case "--failed-test": set(\.choices.failedTestStatus, Self.status(value, [400, 500]))
    case "--deleted-in-use": set(\.choices.deletedInUse, .init(rawValue: value))
    case "--missing-connection": set(\.choices.missingConnection, .init(rawValue: value))
    case "--name-in-put": set(\.choices.nameInPut, .init(rawValue: value))
    case "--untestable": set(\.choices.untestable, .init(rawValue: value))
    case "--cloud-key": set(\.cloudKey, Self.pair(value))
    case "--cloud-hash-data": set(\.choices.cloud.hashData, .init(rawValue: value))
    case "--cloud-no-ip-list": set(\.choices.cloud.noIPList, .init(rawValue: value))
    case "--cloud-ip-refusal": set(\.choices.cloud.ipRefusalStatus, Self.status(value, [403, 401]))
    case "--cloud-stronger-key": set(\.choices.cloud.strongerKey, .init(rawValue: value))
    case "--cloud-key-delay": set(\.choices.cloud.keyDelay, Self.delay(value))
    case "--cloud-revoke-delay": set(\.choices.cloud.revokeDelay, Self.delay(value))
    case "--cloud-window": set(\.choices.cloud.window, Self.delay(value))
    case "--questdb-port": set(\.questDBPort, UInt16(value))
    case "--questdb-web-port": set(\.questDBWebPort, UInt16(value))
    case "--clickhouse-port": set(\.clickHousePort, UInt16(value))
    case "--clickhouse-password":
      set(\.clickHousePassword, value.isEmpty ? nil : value)
    case "--clickhouse-version": set(\.choices.clickHouse.version, ClickHouseChoices.Version(value))
    case "--clickhouse-cluster":
      set(\.choices.clickHouse.cluster, value.isEmpty ? nil : value)
    case "--test-delay": set(\.choices.testDelay, Self.delay(value))
    default: false
    }
  }

  private mutating func set<Value>(
    _ place: WritableKeyPath<SandboxOptions, Value>, _ value: Value?
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: place] = value
    return true
  }

  private static func delay(_ value: String) -> Double? {
    Double(value).flatMap { (0...86_400_000).contains($0) ? $0 : nil }
  }

  private static func pair(_ value: String) -> CloudKeyRecord.Pair? {
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count >= 4, !parts[1].isEmpty else { return nil }
    return .init(keyID: String(parts[0]), keySecret: String(parts[1]))
  }

  private static func status(_ value: String, _ known: [Int]) -> Int? {
    Int(value).flatMap { known.contains($0) ? $0 : nil }
  }
}
