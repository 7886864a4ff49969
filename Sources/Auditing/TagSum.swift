/// A sum over rows of an index in any order, to compare two ways of reading the same rows.
///
/// Each row is hashed under a key that this process made and that nobody else knows.
struct TagSum: Equatable {
  private var sum: UInt64 = 0
  private var count: Int64 = 0

  mutating func add(_ value: some Hashable, _ sequence: Int64) {
    var hasher = Hasher()
    hasher.combine(value)
    hasher.combine(sequence)
    sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
    count += 1
  }
}
