package import Messages

/// The one place that decides whether a message is listened to.
package enum Gate {
  /// Where the conversation stands.
  package struct Standing: Sendable {
    package let origin: Origin
    package let isOpen: Bool
    /// What the session may do; nothing in a private conversation.
    package let scope: SessionScope?

    package init(origin: Origin, isOpen: Bool, scope: SessionScope?) {
      self.origin = origin
      self.isOpen = isOpen
      self.scope = scope
    }
  }

  package enum Verdict: Sendable {
    case served
    /// A key has to be shown first.
    case locked
    /// This conversation may never ask for it.
    case denied
  }

  package static func verdict(on kind: MessageKind, in standing: Standing) -> Verdict {
    switch MessageRule.of(kind).scope {
    case .anyone: .served
    case .use: standing.isOpen ? .served : .locked
    case .full:
      if !standing.isOpen { .locked } else { standing.mayDoAll ? .served : .denied }
    case .spawned:
      if standing.origin != .spawned {
        .denied
      } else {
        standing.isOpen || !needsVault(kind) ? .served : .locked
      }
    }
  }

  /// Whether a message for our own child only is about the vault that is open.
  private static func needsVault(_ kind: MessageKind) -> Bool {
    switch kind {
    case .facts, .create, .open, .migrate, .openCopy, .restore: false
    default: true
    }
  }
}

extension Gate.Standing {
  fileprivate var mayDoAll: Bool { origin == .spawned || scope == .full }
}
