/// By which way a message came.
package enum Origin: Sendable {
  /// Over the socket pair of the program that spawned this agent: keys may travel here.
  case spawned
  /// Over the socket of a session, which anybody of this user can find.
  case session
}
