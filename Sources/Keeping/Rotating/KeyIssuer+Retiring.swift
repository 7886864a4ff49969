import ClickHouseCloud
import Profiles
import Rotation

/// Retiring the old key: it is disabled first, which a person can undo in the console.
extension KeyIssuer {
  func disable() async -> IssuerAnswer {
    await retiring { standing in
      guard let old = standing.old else { return .done }
      if !changeover.isTold, let other = Self.difference(standing.new, old) {
        return .changed(other)
      }
      guard old.state != .disabled else { return .done }
      do throws(CloudError) {
        let changed = try await standing.client.changeKey(
          old.id, of: standing.organization, KeyChange(state: .disabled))
        return changed.state == .enabled
          ? .refused("the service says that the old key is still enabled") : .done
      } catch {
        return IssuerAnswer(error)
      }
    }
  }

  func retire() async -> IssuerAnswer {
    guard changeover.strategy == .key else { return .done }
    return await retiring { standing in
      do throws(CloudError) {
        for orphan in standing.orphans {
          try await Self.delete(orphan, of: standing.organization, standing.client)
        }
        guard let old = standing.old else { return .done }
        guard old.state != .enabled || changeover.isTold else {
          return .changed("somebody enabled the old key again, and it may still be in use")
        }
        try await Self.delete(old, of: standing.organization, standing.client)
        return .done
      } catch {
        return IssuerAnswer(error)
      }
    }
  }

  /// Deletes all that was made for it, with the key that made it.
  func withdraw() async -> IssuerAnswer? {
    guard changeover.strategy == .key, !changeover.step.isSwitched,
      let maker = client(makerFields)
    else { return nil }
    do throws(CloudError) {
      guard let organization = try await wantedOrganization() else { return nil }
      for key in try await maker.keys(of: organization) where isOurs(key) {
        try await Self.delete(key, of: organization, maker)
      }
      return .done
    } catch {
      return IssuerAnswer(error)
    }
  }

  /// The keys, as they are now.
  private struct Standing {
    let client: CloudClient
    let organization: String
    let new: CloudKey
    /// Nothing where it is gone.
    let old: CloudKey?
    /// What was made on the way and whose secret was never told.
    let orphans: [CloudKey]
  }

  /// Looks at the keys before anything is done to one of them.
  private func retiring(
    _ body: (Standing) async -> IssuerAnswer
  ) async -> IssuerAnswer {
    guard let client = client(retirerFields), let organization,
      let oldID = changeover.facts["old-key"], let newID = changeover.facts["new-key"]
    else { return .changed("the journal does not say which key is to be retired") }
    let keys: [CloudKey]
    do throws(CloudError) {
      keys = try await client.keys(of: organization)
    } catch {
      return error.isRefusal ? IssuerAnswer(error) : .unreachable(error.message)
    }
    guard let new = keys.first(where: { $0.id == newID }), oldID != newID else {
      return .changed("the new key is not among those of the organization")
    }
    return await body(
      Standing(
        client: client, organization: organization, new: new,
        old: keys.first { $0.id == oldID },
        orphans: keys.filter { isOurs($0) && $0.id != newID && $0.id != oldID }))
  }

  /// In what the new one is not as the old one is, since it was made like it.
  private static func difference(_ new: CloudKey, _ old: CloudKey) -> String? {
    if new.state == .disabled { return "somebody disabled the new key" }
    let areRolesTheSame =
      old.roles.isEmpty
      ? Set(new.oldRoles) == Set(old.oldRoles)
      : Set(new.roles.map(\.id)) == Set(old.roles.map(\.id))
    guard areRolesTheSame else { return "the new key has other roles than the old one" }
    guard let mine = new.ipAccess, let theirs = old.ipAccess else { return nil }
    return Set(mine.map(\.source)) == Set(theirs.map(\.source))
      ? nil : "the new key may be used from other addresses than the old one"
  }
}
