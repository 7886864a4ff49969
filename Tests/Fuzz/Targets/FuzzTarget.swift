/// A parser of bytes from outside, with the promises that it keeps whatever the bytes are.
///
/// That nothing traps is the first of them; `run` throws `Broken` for the others.
package struct FuzzTarget: Sendable {
  package let name: String
  /// What it is fed with, in a few words.
  package let about: String
  package let run: @Sendable (Span<UInt8>) throws -> Void

  /// All that there are.
  package static let all: [FuzzTarget] = [
    .frames, .requests, .words, .selectors, .recovery, .values, .records, .imports, .scripts,
    .answers, .cloud, .databases, .vaults, .proofs,
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// A promise that was not kept.
package struct Broken: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Throws `Broken` if a promise does not hold.
func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws {
  if !holds { throw Broken(what()) }
}
