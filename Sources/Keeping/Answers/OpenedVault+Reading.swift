import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// Listing, showing and giving away.
extension OpenedVault {
  func list(_ call: ListProfiles) throws -> ListAnswer {
    do {
      return try listOnce(call)
    } catch VaultError.damaged {
      // Another command may have purged a profile while we looked up who names it; only what is
      // found damaged twice is so.
      return try listOnce(call)
    }
  }

  private func listOnce(_ call: ListProfiles) throws -> ListAnswer {
    let profiles = try vault.profiles(try call.selector.selector(), removed: call.removed)
    var names: [ProfileID: String] = [:]
    for profile in profiles { names[profile.id] = profile.name.text }
    for via in Set(profiles.compactMap(\.via)) where names[via] == nil {
      names[via] = try vault.name(of: via)
    }
    return ListAnswer(
      profiles: profiles.map { profile in
        ProfileSummary(profile, via: profile.via.flatMap { names[$0] })
      })
  }

  func show(_ call: ShowProfiles) throws -> ShowAnswer {
    let found = try vault.masked(try call.selector.narrowSelector(), version: call.version)
    return ShowAnswer(
      profiles: found.map { item in
        ProfileDetail(
          item,
          fields: item.fields.map { field in
            ShownField(name: field.name, isSecret: field.isSecret, text: field.clear)
          })
      })
  }

  func reveal(_ call: RevealFields, _ order: Order) throws -> Frame {
    var secrets: [Secret] = []
    let owed = unconfessed
    let details = try read(call, order).map { item in
      ProfileDetail(
        item,
        fields: item.fields.map { field in
          switch field.content {
          case .clear(let text): return ShownField(name: field.name, isSecret: false, text: text)
          case .secret(let secret):
            secrets.append(secret)
            return ShownField(name: field.name, isSecret: true, attachment: secrets.count - 1)
          }
        })
    }
    var answer = ShowAnswer(profiles: details)
    if unconfessed > owed {
      answer.isUnrecorded = true
      answer.isNoted = isNoted
    }
    return try Wire.answer(to: call, answer, attachments: secrets)
  }

  /// Reads with a line in the record; without one only if that was asked for and the disk refuses.
  private func read(_ call: RevealFields, _ order: Order) throws -> [ReadProfile] {
    let selector = try call.selector.narrowSelector()
    try requireRoom(for: call, selector)
    let refusal: VaultError
    do throws(VaultError) {
      return try vault.reveal(
        selector, fields: call.fields, version: call.version, by: order.author, at: order.time)
    } catch {
      refusal = error
    }
    guard call.unaudited, refusal.isAboutDisk else { throw refusal }
    if vault.mustBeDropped { try vault.reconnect() }
    let found = try vault.revealUnaudited(
      selector, fields: call.fields, version: call.version)
    owe()
    return found
  }

  /// Refuses what no answer can hold before it is written down as read.
  private func requireRoom(for call: RevealFields, _ selector: Selector) throws {
    // Most ask for one field of one profile, which always fits.
    if selector.isNamesOnly, selector.names.count == 1, call.fields.count == 1 { return }
    let sizes = try vault.masked(selector, version: call.version).flatMap { item in
      item.fields.compactMap { field in
        guard case .secret(let secret) = field.content,
          call.fields.isEmpty || call.fields.contains(field.name)
        else { return nil as Int? }
        return secret.count
      }
    }
    guard FrameLimits.toClient.hasRoom(forAttachments: sizes) else { throw Failure.answerTooLarge }
  }
}

extension ProfileSummary {
  init(_ profile: Profile, via: String?) {
    self.init(
      id: profile.id.description, name: profile.name.text, type: profile.type,
      labels: profile.labels.values, note: profile.note, via: via,
      version: profile.current?.number ?? profile.newest,
      changedAt: profile.versions.last?.madeAt ?? 0, missing: profile.missing,
      removedAt: profile.removedAt)
  }
}

extension ProfileDetail {
  fileprivate init(_ item: ReadProfile, fields: [ShownField]) {
    self.init(
      summary: ProfileSummary(item.profile, via: item.via), shownVersion: item.version.number,
      state: item.version.state.description, fields: fields)
  }
}
