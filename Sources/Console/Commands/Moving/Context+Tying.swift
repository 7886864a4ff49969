import Messages
import Moving

extension Context {
  /// Binds the connections of a script to its workspace, once both are in the vault.
  ///
  /// Not where a profile was left as it was: it may be another workspace of that name.
  mutating func bind(
    _ findings: ScriptFindings, after answer: ImportAnswer
  ) throws(Failure) -> [BindAnswer.Row] {
    guard let workspace = findings.workspace, !findings.connections.isEmpty, answer.skipped == 0
    else { return [] }
    do throws(Failure) {
      return try ask(
        BindProfiles(SelectorInput(words: findings.connections), to: workspace)
      ).answer.rows
    } catch {
      throw Failure(
        error.status, code: error.code,
        "the profiles were imported, but not bound: \(error.message)", hint: error.hint)
    }
  }
}
