/// How the stand-in for ClickHouse Cloud behaves where nobody outside knows how the service does.
///
/// The defaults are the strict ones: what pleases them pleases the others too.
package struct CloudChoices: Equatable, Sendable {
  package enum HashData: String, CaseIterable, Sendable {
    case refuse
    case accept
    /// Taken, and yet such a key never signs in.
    case broken
  }
  package enum Whoever: String, CaseIterable, Sendable { case nobody, everybody }

  /// Keys of which only hashes are told.
  package var hashData = HashData.refuse
  /// Who may use a key that was made without a list of addresses.
  package var noIPList = Whoever.nobody
  package var ipRefusalStatus = 403
  /// A key that makes one with more rights than its own.
  package var strongerKey = Choices.Stance.refuse
  /// How many milliseconds pass until a new key is known.
  package var keyDelay = 300.0
  /// How many milliseconds a key is still good after it was disabled or deleted.
  package var revokeDelay = 300.0
  /// In how many milliseconds a key may ask ten times.
  package var window = 10_000.0

  static let mostRequests = 10
  static let mostKeys = 100

  package init() {}
}
