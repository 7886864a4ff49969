import Catalog
import Moving
package import Profiles
package import Sealing
package import Vaults

/// Recognises connections that others made: which profile they are, or what profile they would be.
package struct Matching: Sendable {
  /// A profile that may be meant.
  package struct Candidate: Sendable {
    package let id: ProfileID
    package let name: String
    let type: String
    let fields: [VersionField]

    package init(_ profile: Profile, _ fields: [VersionField]) {
      id = profile.id
      name = profile.name.text
      type = profile.type
      self.fields = fields
    }
  }

  package enum Match: Sendable {
    case profile(Candidate, overrides: [String: String])
    /// Several are as likely.
    case several([String])
    /// None is; these are its type and clear fields.
    case none(type: String, fields: [VersionField])
    /// It cannot be a profile, for the reason given.
    case impossible(String)
  }

  private let candidates: [Candidate]

  package init(_ candidates: [Candidate]) { self.candidates = candidates }

  /// Compares everything that is shown; only what a binding may override may differ.
  package func match(_ answer: Secret) -> Match {
    let credentials = "credentials"
    guard
      case .text(let wireType)? = Shape.read(answer.span, hiding: [[credentials]])?["type"]
    else { return .impossible("it cannot be read") }
    guard let type = Types.all.first(where: { $0.wireType == wireType }) else {
      return .impossible("the catalog has no type '\(Cleaned.text(wireType))'")
    }
    let secrets = type.secretFields.flatMap(\.wirePaths).map { [credentials] + $0 }
    guard case .object(let shown)? = Shape.read(answer.span, hiding: secrets)?[credentials] else {
      return .impossible("it cannot be read")
    }
    let alike = candidates.filter { $0.type == type.name }
    if !alike.isEmpty, !type.isRecognisable {
      return .impossible("nothing of it tells whose it is; bind its profile under this name first")
    }
    let found = alike.compactMap { candidate in
      overrides(of: candidate, type, shown).map { (candidate, $0) }
    }
    let best = found.filter { $0.1.isEmpty }
    let likely = best.isEmpty ? found : best
    if likely.count == 1, let (candidate, overrides) = likely.first {
      return .profile(candidate, overrides: overrides)
    }
    guard likely.isEmpty else { return .several(likely.map(\.0.name).sorted()) }
    var fields: [VersionField] = []
    let check = FieldCheck(type)
    for field in type.fields where !field.isSecret {
      guard let text = shown.value(of: field)?.fieldText,
        (try? check.check(field.name, text: text)) != nil
      else { continue }
      fields.append(VersionField(field.name, .clear(text)))
    }
    return .none(type: type.name, fields: fields)
  }

  /// What a binding would have to override; nil where it is another login or another place, or
  /// where a push would change what cannot be overridden.
  private func overrides(
    of candidate: Candidate, _ type: ProfileType, _ shown: [String: Shape]
  ) -> [String: String]? {
    var ours = type.implied(by: Set(candidate.fields.map(\.name)))
    for field in candidate.fields { ours[field.name] = field.clear }
    let extras = candidate.fields.filter { type[$0.name] == nil }
    let check = FieldCheck(type)
    var overrides: [String: String] = [:]
    var isRecognised = false
    for field in type.fields + extras.compactMap({ try? type.field(named: $0.name) })
    where field.isVisible {
      let theirs = shown.value(of: field)
      let wanted = ours[field.name]
      if field.isShown(theirs, as: wanted) {
        if wanted != nil, !field.isOverridable { isRecognised = true }
        continue
      }
      guard field.isOverridable, let text = theirs?.fieldText,
        (try? check.check(field.name, text: text)) != nil
      else { return nil }
      overrides[field.name] = text
    }
    return isRecognised ? overrides : nil
  }
}

extension ProfileType {
  /// Whether something that is shown tells one login from another.
  fileprivate var isRecognisable: Bool {
    fields.contains { $0.isVisible && !$0.isOverridable }
  }
}

extension Field {
  fileprivate var isVisible: Bool { !isSecret && !wirePath.isEmpty }

  /// Whether what is there is what we would send; a number may stand there as text.
  fileprivate func isShown(_ theirs: Shape?, as wanted: String?) -> Bool {
    guard let wanted else { return theirs == nil }
    guard let theirs else { return false }
    return theirs.fieldText == wanted
      || theirs == Shape(wanted, as: kind.wireShape, under: wirePath.last ?? "")
  }
}

extension [String: Shape] {
  /// What stands at the place of a field; nil where there is nothing, or no value.
  fileprivate func value(of field: Field) -> Shape? {
    let value = value(at: field.wirePath[...])
    return value == .other("null") ? nil : value
  }

  private func value(at path: ArraySlice<String>) -> Shape? {
    guard let key = path.first, let value = self[key] else { return nil }
    if path.count == 1 { return value }
    return value.members.value(at: path.dropFirst())
  }
}

extension Shape {
  /// The value as it is written in a profile.
  fileprivate var fieldText: String? {
    switch self {
    case .text(let text): text
    case .object, .array, .unseen: nil
    case .other(let word): word
    }
  }
}
