/// How the stand-in behaves where nobody outside knows how Embeddable does.
///
/// The defaults are the strict ones: what pleases them pleases the others too.
package struct Choices: Equatable, Sendable {
  package enum Masking: String, CaseIterable, Sendable { case all, password }
  package enum Answers: String, CaseIterable, Sendable { case current, legacy }
  package enum DeleteAnswer: String, CaseIterable, Sendable { case empty, json }
  package enum Stance: String, CaseIterable, Sendable { case allow, refuse }
  package enum NameInPut: String, CaseIterable, Sendable { case ignore, verify }
  package enum Untestable: String, CaseIterable, Sendable { case pass, fail }

  /// Which values of credentials are shown as `hidden`.
  package var masking = Masking.all
  /// Whether create and test answer as they do today, or as old documentation says.
  package var answers = Answers.current
  package var deleteAnswer = DeleteAnswer.empty
  package var duplicateStatus = 409
  package var authRefusalStatus = 401
  package var missingStatus = 404
  package var failedTestStatus = 400
  /// Deleting a connection that an environment names.
  package var deletedInUse = Stance.refuse
  /// An environment that names a connection which is not there.
  package var missingConnection = Stance.refuse
  /// A name in the body of a change which is not that of the path.
  package var nameInPut = NameInPut.verify
  /// Testing a type to which the stand-in cannot sign in.
  package var untestable = Untestable.pass
  /// How many milliseconds a test takes at least.
  package var testDelay = 0.0
  package var cloud = CloudChoices()
  package var clickHouse = ClickHouseChoices()

  package init() {}
}
