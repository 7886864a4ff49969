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
  /// Has the issuer end the old secret at a time, whatever becomes of us.
  func limit(until time: Int64) async -> IssuerAnswer
  /// Has the old secret refused for now, where that is possible and can be undone.
  func disable() async -> IssuerAnswer
  /// Takes the old secret away, or lets it end with the grace time.
  func retire() async -> IssuerAnswer
  /// Takes away what was made for a changeover that is given up before it is switched.
  ///
  /// Nothing where nobody can be asked to.
  func withdraw() async -> IssuerAnswer?
}

extension Issuer {
  package func limit(until time: Int64) async -> IssuerAnswer { .done }
  package func disable() async -> IssuerAnswer { .done }
  package func withdraw() async -> IssuerAnswer? { nil }
}
