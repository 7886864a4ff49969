import Moving
package import Sealing

/// Bodies as the API takes them.
///
/// None holds a secret: what stands for one goes as its hash.
package enum CloudBody {
  package static func make(_ draft: KeyDraft) -> Secret {
    var parts = [member("name", text(draft.name)), member("state", text(draft.state.word))]
    if !draft.roleIDs.isEmpty || draft.oldRoles.isEmpty {
      parts.append(member("assignedRoleIds", list(draft.roleIDs.map { text($0) })))
    } else {
      parts.append(member("roles", list(draft.oldRoles.map { text($0) })))
    }
    parts.append(member("expireAt", draft.expiresAt.map { text(CloudTime.text($0)) } ?? "null"))
    parts.append(member("ipAccessList", ipAccess(draft.ipAccess)))
    if let hashes = draft.hashes {
      parts.append(
        member(
          "hashData",
          object([
            member("keyIdHash", text(hashes.keyIDHash)),
            member("keyIdSuffix", text(hashes.keyIDSuffix)),
            member("keySecretHash", text(hashes.keySecretHash)),
          ])))
    }
    return body(parts)
  }

  package static func make(_ change: KeyChange) -> Secret {
    var parts: [String] = []
    if let name = change.name { parts.append(member("name", text(name))) }
    if let state = change.state { parts.append(member("state", text(state.word))) }
    switch change.expiry {
    case .never?: parts.append(member("expireAt", "null"))
    case .at(let time)?: parts.append(member("expireAt", text(CloudTime.text(time))))
    case nil: break
    }
    if let roles = change.roleIDs {
      parts.append(member("assignedRoleIds", list(roles.map { text($0) })))
    }
    if let access = change.ipAccess { parts.append(member("ipAccessList", ipAccess(access))) }
    return body(parts)
  }

  package static func make(_ hashes: PasswordHashes) -> Secret {
    body([
      member("newPasswordHash", text(hashes.sha256)),
      member("newDoubleSha1Hash", text(hashes.doubleSHA1)),
    ])
  }

  static var empty: Secret { body([]) }

  private static func ipAccess(_ entries: [IPEntry]) -> String {
    list(
      entries.map { entry in
        object([
          member("source", text(entry.source)), member("description", text(entry.note ?? "")),
        ])
      })
  }

  private static func body(_ members: [String]) -> Secret {
    Secret(SecretBytes(copying: object(members).utf8.span))
  }

  private static func object(_ members: [String]) -> String {
    "{" + members.joined(separator: ",") + "}"
  }

  private static func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  private static func member(_ name: StaticString, _ value: String) -> String {
    "\"\(name)\":" + value
  }

  private static func text(_ text: String) -> String {
    let quoted = SecretBytes(count: 6 * text.utf8.count + 2) { output in
      JSONText.quoted(text, &output)
    }
    return Bytes.text(quoted.bytes) ?? "\"\""
  }
}
