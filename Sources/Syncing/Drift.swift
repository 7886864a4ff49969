import Profiles
package import Sealing

/// Which fields over there are not as we would send them.
///
/// Secrets are never looked at: what is shown in their place says nothing.
package enum Drift {
  /// How many names are kept; how many there are is for the far side to choose.
  private static let most = 16
  private static let credentials = "credentials"

  /// The names of the fields that differ; nil if the answer cannot be read.
  package static func fields(of answer: Secret, against body: WireBody) -> [String]? {
    let hidden =
      body.isWhollyHidden ? [[credentials]] : body.hidden.map { [credentials] + $0 }
    guard let top = Shape.read(answer.span, hiding: hidden) else { return nil }
    var drifted: [String] = []
    if top["type"] != .text(body.wireType) { drifted.append("type") }
    guard !body.isWhollyHidden else { return drifted }
    guard case .object(let found)? = top[credentials] else { return nil }
    var expected = Shape.object([:])
    for visible in body.visible { expected.put(visible.value, at: visible.path[...]) }
    compare(found, expected.members, at: [], hidden: body.hidden, into: &drifted)
    return kept(drifted)
  }

  private static func kept(_ names: [String]) -> [String] {
    guard names.count > most else { return names }
    return names.prefix(most) + ["and \(names.count - most) more"]
  }

  private static func compare(
    _ found: [String: Shape], _ wanted: [String: Shape], at path: [String], hidden: [[String]],
    into drifted: inout [String]
  ) {
    for key in Set(found.keys).union(wanted.keys).sorted() {
      let place = path + [key]
      if hidden.contains(place) { continue }
      switch (found[key], wanted[key]) {
      case (.object(let inside)?, .object(let inner)?):
        compare(inside, inner, at: place, hidden: hidden, into: &drifted)
      case (.object(let inside)?, nil) where hidden.contains(where: { $0.starts(with: place) }):
        compare(inside, [:], at: place, hidden: hidden, into: &drifted)
      // A field of no value is the same as none.
      case (.other("null")?, nil): continue
      case (let one, let other) where one == other: continue
      default: drifted.append(Cleaned.text(place.joined(separator: ".")))
      }
    }
  }
}
