/// A rule between the fields of one type that no single field can state.
package enum Rule: Equatable, Sendable {
  /// One of these, never two; the first is the one to ask for.
  case exactlyOne([String])
  case atMostOne([String])
  /// If `field` is given, so must be all of `others`.
  case needs(_ field: String, _ others: [String])
  /// If `field` has `value`, all of `others` must be given.
  case requires(_ others: [String], when: String, is: String)
  /// While `given` is given, `field` is pushed as `value`; it is worked out then, never stored.
  case implies(_ given: String, _ field: String, _ value: String)
}
