/// Something done to the disk, before and after which a crash may come.
package enum Step: String, CaseIterable, Sendable {
  case write = "w"
  case truncate = "t"
  case sync = "s"
  case delete = "d"
  /// A file gets another name, or one more.
  case name = "n"
  case folder = "f"
}

/// What a broken disk answers, to the step that meets it and to all later ones.
package enum Fault: String, CaseIterable, Sendable {
  /// No room is left.
  case full
  /// What is written does not arrive.
  case write
  /// What was written may not have arrived.
  case sync

  /// The steps that it breaks.
  package var steps: Set<Step> {
    switch self {
    case .full, .write: [.write]
    case .sync: [.sync]
    }
  }
}
