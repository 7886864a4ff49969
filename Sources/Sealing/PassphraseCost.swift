/// What one guess at a passphrase costs, in memory and in passes over it.
///
/// A cost read from a file is bounded before anything is allocated, as anybody may have written it.
package struct PassphraseCost: Equatable, Sendable {
  package let memoryMiB: Int
  package let passes: Int

  /// About 0.4 s on one core.
  package static let standard = PassphraseCost(checkedMiB: 256, passes: 3)
  package static let floor = PassphraseCost(checkedMiB: 64, passes: 3)
  package static let ceiling = PassphraseCost(checkedMiB: 1_024, passes: 10)

  /// Refuses what is below the floor or above the ceiling.
  package init(memoryMiB: Int, passes: Int) throws(SealingError) {
    self.init(checkedMiB: memoryMiB, passes: passes)
    guard Self.floor.memoryMiB...Self.ceiling.memoryMiB ~= memoryMiB,
      Self.floor.passes...Self.ceiling.passes ~= passes
    else { throw .costRefused(description) }
  }

  private init(checkedMiB memoryMiB: Int, passes: Int) {
    self.memoryMiB = memoryMiB
    self.passes = passes
  }
}

extension PassphraseCost: CustomStringConvertible {
  package var description: String { "\(memoryMiB) MiB x \(passes)" }
}
