/// What a shell may offer at the place of an operand or an option's value.
package enum CompletionKind: Equatable, Sendable {
  case none
  case file
  case folder
  case profile
  case type
  case slot
  /// A profile that other profiles are pushed to.
  case workspace
  case command
  case field
  /// A `key=value` pair, so an equals sign is expected here.
  case label
  case words([String])

  /// Whether a word with an equals sign belongs here and is no misplaced field.
  var mayHoldEqualsSign: Bool {
    switch self {
    case .file, .folder, .label: true
    case .none, .profile, .type, .slot, .workspace, .command, .field, .words: false
    }
  }
}
