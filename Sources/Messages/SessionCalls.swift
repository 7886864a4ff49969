/// What a session may do.
package enum SessionScope: String, Codable, CaseIterable, Sendable {
  case use
  case full
}

/// Makes the agent of this conversation stay, and listen at the vault's place for sessions.
package struct StartSession: Call {
  package typealias Answer = SessionAnswer
  package let scope: SessionScope
  package let idleSeconds: Int
  package let totalSeconds: Int
  package init(scope: SessionScope, idleSeconds: Int, totalSeconds: Int) {
    self.scope = scope
    self.idleSeconds = idleSeconds
    self.totalSeconds = totalSeconds
  }
  package var message: Message { .startSession(self) }
}

package struct AskSession: Call {
  package typealias Answer = SessionAnswer
  package init() {}
  package var message: Message { .sessionStatus(self) }
}

package struct EndSession: Call {
  package typealias Answer = Nothing
  package init() {}
  package var message: Message { .endSession(self) }
}

package struct SessionAnswer: Codable, Equatable, Sendable {
  /// Nothing when the vault is open for one conversation only.
  package let scope: SessionScope?
  package let vault: String
  package let id: String
  package let slot: String
  /// Milliseconds since 1970.
  package let openedAt: Int64
  package let idleSecondsLeft: Int
  package let totalSecondsLeft: Int
  package let isMemoryLocked: Bool
  package let process: Int32
  package let build: String
  /// Nothing where it cannot be told.
  package var backups: BackupFacts?

  package init(
    scope: SessionScope?, vault: String, id: String, slot: String, openedAt: Int64,
    idleSecondsLeft: Int, totalSecondsLeft: Int, isMemoryLocked: Bool, process: Int32,
    build: String
  ) {
    self.scope = scope
    self.vault = vault
    self.id = id
    self.slot = slot
    self.openedAt = openedAt
    self.idleSecondsLeft = idleSecondsLeft
    self.totalSecondsLeft = totalSecondsLeft
    self.isMemoryLocked = isMemoryLocked
    self.process = process
    self.build = build
  }
}
