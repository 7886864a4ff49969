/// What a workspace says about logins that can do more than read.
package enum WriterRule: String, CaseIterable, Sendable {
  /// They are pushed, and somebody is told.
  case warn
  /// They are not pushed; nor is one of which nobody has seen that it can only read.
  case refuse
  case allow
}
