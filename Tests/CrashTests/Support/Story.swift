import Messages
import Profiles
import Sealing
import TestSupport
import Vaults

/// A conversation with an agent that changes something, to be broken off anywhere.
struct Story: Sendable {
  let name: String
  let stage: @Sendable () throws -> Stage
  /// The key that it begins with; nothing where the vault stays locked.
  var opening: String?
  var asks: [Ask]

  /// Whether keys are derived from passphrases in it, which takes its time.
  var isSlow: Bool { opening == "words" }

  init(
    _ name: String, on stage: @escaping @Sendable () throws -> Stage = Stage.usual,
    by opening: String? = "file", _ asks: Ask...
  ) {
    self.name = name
    self.stage = stage
    self.opening = opening
    self.asks = (opening.map { [.open($0)] } ?? []) + asks
  }
}

/// One question of a story.
struct Ask: Sendable {
  /// Whether it goes to the session that came of the conversation.
  var isToSession = false
  /// Whether it must be refused.
  var isRefused = false
  let body: @Sendable (inout Talk, Stage) throws -> Void

  static func call<C: Call>(
    refused: Bool = false, _ make: @escaping @Sendable (Stage) -> (C, [Secret])
  ) -> Ask {
    Ask(isRefused: refused) { talk, stage in
      let (call, secrets) = make(stage)
      _ = try talk.ask(call, secrets)
    }
  }

  static func call<C: Call>(_ call: C, _ texts: String...) -> Ask {
    .call { _ in (call, texts.map { Secret(text: $0) }) }
  }

  /// The same, to the session.
  var inSession: Ask {
    var ask = self
    ask.isToSession = true
    return ask
  }

  static func open(_ key: String, as name: String? = nil, refused: Bool = false) -> Ask {
    .call(refused: refused) { stage in
      let kind: SlotWord =
        switch stage.keys.first(where: { $0.name == key })?.credential.kind {
        case .passphrase: .passphrase
        case .recovery: .recovery
        case .recipient: .recipient
        default: .keyFile
        }
      return (OpenVault(path: stage.vault, kind: kind), [stage.secret(of: key)])
    }
  }
}
