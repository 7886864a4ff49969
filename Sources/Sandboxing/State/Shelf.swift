/// Things by name that remember the order in which they were made.
struct Shelf<Thing> {
  private var things: [String: (made: Int, thing: Thing)] = [:]
  private var nextMade = 0

  /// The names, oldest first.
  var names: [String] {
    things.sorted { $0.value.made < $1.value.made }.map(\.key)
  }

  /// What is on it, oldest first.
  var all: [Thing] {
    things.values.sorted { $0.made < $1.made }.map(\.thing)
  }

  /// What replaces something takes its place in the order.
  subscript(name: String) -> Thing? {
    get { things[name]?.thing }
    set {
      guard let newValue else {
        things[name] = nil
        return
      }
      if let made = things[name]?.made {
        things[name] = (made, newValue)
      } else {
        things[name] = (nextMade, newValue)
        nextMade += 1
      }
    }
  }
}
