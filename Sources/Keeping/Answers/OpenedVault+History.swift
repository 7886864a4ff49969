import Messages
import Profiles
import Sealing
import Vaults

/// What became of a profile over its versions.
extension OpenedVault {
  func history(_ call: AskHistory) throws -> HistoryAnswer {
    let name = try ProfileName(call.name)
    let lines = try vault.history(of: name).map { story in
      VersionLine(
        number: story.mark.number, state: story.mark.state.description,
        madeAt: story.mark.madeAt, changed: story.changed)
    }
    return HistoryAnswer(name: name.text, versions: lines)
  }

  func compare(_ call: CompareVersions) throws -> CompareAnswer {
    let name = try ProfileName(call.name)
    var selector = Selector()
    selector.names = [name]
    guard let after = try vault.masked(selector, version: call.to).first else {
      throw VaultError.unknownProfile(name.text, known: [])
    }
    let to = after.version.number
    guard let from = call.from ?? after.profile.version(before: to) else {
      throw Failure(
        .notFound, "'\(name)' has no version before \(to)",
        hint: "'coffer history' shows the versions")
    }
    let before = try vault.masked(selector, version: from).first?.fields ?? []
    return CompareAnswer(
      name: name.text, from: from, to: to,
      differences: Self.differences(from: before, to: after.fields))
  }

  private static func differences(
    from before: [VersionField], to after: [VersionField]
  ) -> [Difference] {
    var differences: [Difference] = []
    for new in after {
      guard let old = before.first(where: { $0.name == new.name }) else {
        differences.append(Difference(.added, before: nil, after: new))
        continue
      }
      if !old.holdsTheSame(as: new) {
        differences.append(Difference(.changed, before: old, after: new))
      }
    }
    for old in before where !after.contains(where: { $0.name == old.name }) {
      differences.append(Difference(.removed, before: old, after: nil))
    }
    return differences
  }
}

extension Profile {
  /// The newest version before this one that still has contents.
  fileprivate func version(before number: UInt32) -> UInt32? {
    versions.last { $0.number < number && $0.state != .destroyed }?.number
  }
}

extension Difference {
  /// Secrets have no text, so none is told.
  fileprivate init(_ kind: Kind, before: VersionField?, after: VersionField?) {
    self.init(
      field: after?.name ?? before?.name ?? "", kind: kind,
      isSecret: before?.isSecret ?? false || after?.isSecret ?? false, before: before?.clear,
      after: after?.clear)
  }
}
