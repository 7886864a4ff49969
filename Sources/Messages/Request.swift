/// The numbers of the conversation between the two programs.
package enum Conversation {
  /// Raised when an older side would misunderstand a newer one.
  package static let version = 1
  /// The version of the programs.
  package static let build = "0.1.0"
}

/// One question to the agent: who claims to ask, in which version, and what.
package struct Request: Codable, Sendable {
  package let version: Int
  package let build: String
  package let claim: Claim
  package let message: Message

  package init(_ message: Message, claim: Claim) {
    version = Conversation.version
    build = Conversation.build
    self.claim = claim
    self.message = message
  }
}

/// Only the version, for reading a request that a newer or older side wrote.
package struct RequestVersion: Codable, Sendable {
  package let version: Int
  package let build: String
}

/// What a client says of itself.
///
/// Written into the audit as claimed, and never believed.
package struct Claim: Codable, Hashable, Sendable {
  package let program: String?
  package let parent: String?

  package init(program: String?, parent: String?) {
    self.program = program
    self.parent = parent
  }
}

/// What the agent says: an answer of the type that the question asks for, or a failure.
package enum Reply<Answer: Codable & Sendable>: Codable, Sendable {
  case answer(Answer)
  case failure(Failure)

  // By hand, for the reason given in `Message+Coding`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: ReplyKind.self)
    if container.contains(.failure) {
      self = .failure(try container.decode(Failure.self, forKey: .failure))
    } else {
      self = .answer(try container.decode(Answer.self, forKey: .answer))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ReplyKind.self)
    switch self {
    case .answer(let answer): try container.encode(answer, forKey: .answer)
    case .failure(let failure): try container.encode(failure, forKey: .failure)
    }
  }
}

private enum ReplyKind: String, CodingKey { case answer, failure }

/// Why something was not done: enough for a person, a script and an exit status.
package struct Failure: Error, Codable, Equatable, Sendable {
  package let status: ExitStatus
  package let code: String
  package let message: String
  package let hint: String
  /// Names among which the one that was meant may be.
  package var known: [String]
  /// What was named wrongly, if the nearest known name may help.
  package var unknown: String?
  /// What is wrong with each of several things, a line each.
  package var items: [String]

  package init(
    _ status: ExitStatus, code: String? = nil, _ message: String, hint: String,
    unknown: String? = nil, known: [String] = [], items: [String] = []
  ) {
    self.status = status
    self.code = code ?? status.code
    self.message = message
    self.hint = hint
    self.unknown = unknown
    self.known = known
    self.items = items
  }

  /// Codes that the client acts on.
  package static let scopeDenied = "scope-denied"
  package static let otherVersion = "other-version"
  package static let needsMigration = "needs-migration"
  package static let ended = "session-ended"
  package static let copyNeedsKey = "copy-needs-key"
}

/// The answer to what has nothing to say.
package struct Nothing: Codable, Equatable, Sendable {
  package init() {}
}
