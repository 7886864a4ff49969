package import Vaults

/// Who takes and retires secrets of one kind: a database, or the maker of API keys.
///
/// Everything may be asked again: an issuer finds out by itself what was done already.
package protocol Issuer: Sendable {
  /// Whether it can be told without a sign-in whether a secret works.
  var canProbe: Bool { get }
  /// Lets the new secret in.
  func apply() async -> IssuerAnswer
  /// Signs in with the fields of a version.
  func probe(_ fields: [VersionField]) async -> Finding
  /// Takes the old secret away, or lets it end with the grace time.
  func retire() async -> IssuerAnswer
}
