/// Where a field's value goes in the body that is pushed.
package enum WirePlace: Equatable, Sendable {
  /// At these paths inside the credentials object, outermost key first.
  case credentials([[String]])
  /// The value is the whole credentials object.
  case wholeCredentials
  /// The value is the body's `type`.
  case wireType
  /// It is for Coffer alone and is not pushed.
  case nowhere
}
