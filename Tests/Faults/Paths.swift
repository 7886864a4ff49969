import Synchronization

/// The paths of open files by numbers, which fit where SQLite lets us keep something.
enum Paths {
  private static let known = Mutex<[String]>([])

  static func number(of path: String) -> Int {
    known.withLock { known in
      if let number = known.firstIndex(of: path) { return number }
      known.append(path)
      return known.count - 1
    }
  }

  static func path(_ number: Int) -> String {
    known.withLock { $0.indices.contains(number) ? $0[number] : "" }
  }
}
