package import Arguments
package import Messages
import Sealing

/// What one guess at a new passphrase is to cost.
package struct DerivationCost: Equatable, Sendable {
  package let memoryMiB: Int
  package let passes: Int

  package static let options: [OptionSpec] = [
    OptionSpec("memory", value: ValueSpec("MIB"), "memory that a guess at the passphrase takes"),
    OptionSpec("passes", value: ValueSpec("N"), "passes over that memory"),
  ]

  /// Refuses what is below the floor or above the ceiling.
  package init(_ invocation: Invocation) throws(Failure) {
    let memory = try understood(try invocation.integer("memory"))
    let passes = try understood(try invocation.integer("passes"))
    let cost = try sealed(
      try PassphraseCost(
        memoryMiB: memory ?? PassphraseCost.standard.memoryMiB,
        passes: passes ?? PassphraseCost.standard.passes))
    memoryMiB = cost.memoryMiB
    self.passes = cost.passes
  }
}
