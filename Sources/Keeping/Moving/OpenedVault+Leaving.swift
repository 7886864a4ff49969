import Messages
import Moving
import Profiles
import Sealing
import Vaults

/// Profiles that are read together and fetched in pieces.
extension OpenedVault {
  func beginExport(_ call: BeginExport, _ order: Order) throws -> ExportAnswer {
    let withSecrets = call.form != .withoutSecrets
    var pieces = Pieces()
    var full: [Secret] = []
    var secrets = 0
    var number = 0
    let count = try vault.leave(
      try call.selector.narrowSelector(), withSecrets: withSecrets, how: call.form.phrase,
      by: order.author, at: order.time
    ) { item throws(VaultError) in
      number += 1
      let profile = MovedProfile(item, number: number, withSecrets: withSecrets)
      secrets += item.fields.count(where: \.isSecret)
      do throws(MovingError) {
        try pieces.add(profile)
      } catch {
        throw VaultError.badKey("'\(item.profile.name)' is too long to be exported")
      }
      full += pieces.takeFull()
    }
    full += pieces.finish()
    order.hold.leave(with: full)
    return ExportAnswer(
      profiles: count, secrets: withSecrets ? secrets : 0, pieces: full.count)
  }
}

extension BeginExport.Form {
  /// What the record says became of the secrets.
  fileprivate var phrase: String {
    switch self {
    case .recipient: "sealed to a recipient"
    case .passphrase: "sealed under a passphrase"
    case .plaintext: "in plain text"
    case .withoutSecrets: "without secrets"
    }
  }
}

extension MovedProfile {
  fileprivate init(_ item: ReadProfile, number: Int, withSecrets: Bool) {
    self.init(line: number, name: item.profile.name.text, type: item.profile.type)
    labels = item.profile.labels.sorted.map { Label($0.key, $0.value) }
    note = item.profile.note
    via = item.via
    isIncomplete = item.profile.isIncomplete
    fields = item.fields.map { field in
      switch field.content {
      case .clear(let text): MovedField(field.name, .clear(text))
      case .secret(let secret): MovedField(field.name, withSecrets ? .secret(secret) : .withheld)
      }
    }
    bindings = item.bindings.map { binding in
      MovedBinding(
        binding.workspace,
        connection: binding.connection == name ? nil : binding.connection,
        binding.overrides.sorted { $0.key < $1.key }.map {
          MovedBinding.Override($0.key, $0.value)
        })
    }
    for name in item.profile.missing { fields.append(MovedField(name, .withheld)) }
  }
}
