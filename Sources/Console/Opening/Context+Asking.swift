import Host
package import Messages
package import Sealing

extension Context {
  /// Asks one question about the vault, opened by whichever key is at hand.
  ///
  /// A session that may not answer makes way for the passphrase, where there is a person to ask.
  package mutating func ask<C: Call>(
    _ call: C, attachments: [Secret] = []
  ) throws(Failure) -> (answer: C.Answer, secrets: [Secret]) {
    let onlyPrivate = MessageRule.of(call.message.kind).scope == .spawned
    var link: AgentLink
    if let open = self.link.take(), open.isPrivate || !onlyPrivate {
      link = open
    } else {
      link = try openVault(sessionToo: !onlyPrivate)
    }
    let wasSession = !link.isPrivate
    do throws(Failure) {
      let result = try link.ask(call, attachments: attachments)
      self.link = consume link
      return result
    } catch  where wasSession && error.isOverridden(by: options) {
      _ = consume link
      var own = try openVault(sessionToo: false, because: error)
      let result = try own.ask(call, attachments: attachments)
      self.link = consume own
      return result
    } catch {
      // A refusal ends the question, not the conversation: another may follow without another key.
      self.link = consume link
      throw error
    }
  }

  /// Asks a private agent something that needs no key.
  package mutating func askWithoutKey<C: Call>(
    _ call: C, attachments: [Secret] = []
  ) throws(Failure) -> (answer: C.Answer, secrets: [Secret]) {
    var link: AgentLink
    if let open = self.link.take(), open.isPrivate {
      link = open
    } else {
      link = try AgentLink.spawn()
    }
    do throws(Failure) {
      let result = try link.ask(call, attachments: attachments)
      self.link = consume link
      return result
    } catch {
      self.link = consume link
      throw error
    }
  }

  /// Asks one question if the vault can be opened without a person; nil if it cannot.
  mutating func askUnprompted<C: Call>(_ call: C) throws(Failure) -> C.Answer? {
    let mayAsk = KeySource.order(KeySource.Facts(options)).contains { source in
      switch source {
      case .session, .prompt: false
      default: true
      }
    }
    if mayAsk {
      _ = link.take()
      return try ask(call).answer
    }
    return try askSession(call)
  }

  /// Makes sure that this command talks to an agent of its own, in which the vault is open.
  package mutating func openPrivately() throws(Failure) {
    if let open = link.take(), open.isPrivate {
      link = consume open
    } else {
      link = try openVault(sessionToo: false)
    }
  }
}

extension Failure {
  /// Whether another key may help where this came from a session.
  fileprivate func isOverridden(by options: GlobalOptions) -> Bool {
    [Failure.scopeDenied, Failure.otherVersion, Failure.ended].contains(code)
  }
}
