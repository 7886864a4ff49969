/// Has the agent look at itself and at a vault's file, as far as that takes no key.
package struct Examine: Call {
  package typealias Answer = Examined
  package let path: String
  package init(path: String) { self.path = path }
  package var message: Message { .examine(self) }
}

package struct Examined: Codable, Equatable, Sendable {
  package let build: String
  package let isMemoryLocked: Bool
  /// How many bytes it may lock; nil for no limit.
  package let lockLimit: Int?
  /// Whether a crash could leave its memory in a file.
  package let mayLeaveCore: Bool
  /// Why the file cannot be opened, if it cannot.
  package var trouble: Failure?
  /// The steps of the schema that the file still lacks.
  package var pending: [String] = []
  /// When the last event was written, in milliseconds since 1970.
  package var lastEvent: Int64?

  package init(build: String, isMemoryLocked: Bool, lockLimit: Int?, mayLeaveCore: Bool) {
    self.build = build
    self.isMemoryLocked = isMemoryLocked
    self.lockLimit = lockLimit
    self.mayLeaveCore = mayLeaveCore
  }
}
