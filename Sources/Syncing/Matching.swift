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

  /// Compares type, place, user and database; what a binding may override may differ.
  package func match(_ answer: Secret) -> Match {
    guard let top = Shape.read(answer.span), case .text(let wireType)? = top["type"],
      case .object(let credentials)? = top["credentials"]
    else { return .impossible("it cannot be read") }
    let found = candidates.compactMap { candidate in
      overrides(of: candidate, wireType, credentials).map { (candidate, $0) }
    }
    let best = found.filter { $0.1.isEmpty }
    let likely = best.isEmpty ? found : best
    if likely.count == 1, let (candidate, overrides) = likely.first {
      return .profile(candidate, overrides: overrides)
    }
    guard likely.isEmpty else { return .several(likely.map(\.0.name).sorted()) }
    guard let type = Types.all.first(where: { $0.wireType == wireType }) else {
      return .impossible("the catalog has no type '\(Cleaned.text(wireType))'")
    }
    var fields: [VersionField] = []
    for field in type.fields where !field.isSecret {
      guard let path = field.wirePaths.first, let value = credentials.value(at: path[...]),
        let text = value.fieldText
      else { continue }
      let check = FieldCheck(type)
      guard (try? check.check(field.name, text: text)) != nil else { continue }
      fields.append(VersionField(field.name, .clear(text)))
    }
    return .none(type: type.name, fields: fields)
  }

  /// What a binding would have to override; nil where it is another login or another place.
  private func overrides(
    of candidate: Candidate, _ wireType: String, _ credentials: [String: Shape]
  ) -> [String: String]? {
    guard let type = try? Types.find(candidate.type), type.wireType == wireType else { return nil }
    var overrides: [String: String] = [:]
    for field in type.fields where !field.isSecret {
      let ours = candidate.fields.first { $0.name == field.name }?.clear
      guard let path = field.wirePaths.first else { continue }
      let theirs = credentials.value(at: path[...])?.fieldText
      if ours == theirs { continue }
      if field.isOverridable, let theirs {
        overrides[field.name] = theirs
      } else if field.isPrincipal || ["host", "server", "url", "account"].contains(field.name) {
        return nil
      }
    }
    return overrides
  }
}

extension [String: Shape] {
  fileprivate func value(at path: ArraySlice<String>) -> Shape? {
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
    case .other("null"), .object, .array: nil
    case .other(let word): word
    }
  }
}
