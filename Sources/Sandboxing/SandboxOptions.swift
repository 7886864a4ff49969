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
    case "--test-delay": set(\.choices.testDelay, Double(value).flatMap { $0 >= 0 ? $0 : nil })
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

  private static func status(_ value: String, _ known: [Int]) -> Int? {
    Int(value).flatMap { known.contains($0) ? $0 : nil }
  }

  package static let help = """
    usage: coffer-sandbox [options]

    Answers on loopback as Embeddable would, in memory only, and says on its first line where.
    Runs until it is told to end by SIGTERM or Ctrl-C.

      --port N                    the port; 0 for any that is free (default)
      --key KEY                   an API key with a workspace of its own, repeatable (default: random)
      --region us|eu              a label
      --until-closed              also ends when standard input closes

    What nobody outside knows about Embeddable; the first of each is the default:
      --masking all|password      which secrets a reader sees as "hidden"
      --answers current|legacy    what create and test answer
      --delete-answer empty|json  204 without a body, or 200 with one
      --duplicate 409|400         a name that exists already
      --auth-refusal 401|403      a wrong key
      --missing 404|400           a name that does not exist
      --failed-test 400|500       a connection that does not work
      --deleted-in-use refuse|allow      deleting what an environment names
      --missing-connection refuse|allow  an environment that names what does not exist
      --name-in-put verify|ignore        a name in a change that is not that of the path
      --untestable pass|fail      a test that cannot sign in for real: other types, or TLS
      --test-delay MS             how long a test takes at least (default 0)

    """
}
