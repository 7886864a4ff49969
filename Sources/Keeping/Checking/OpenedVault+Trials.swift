import Catalog
import Messages
import Profiles
import Sealing
import Vaults

/// Fields of a login with which somebody signed in.
struct TriedFields {
  let type: String
  let fields: [VersionField]

  /// Whether these are the same, in whatever order.
  func isOf(_ type: String, _ others: [VersionField]) -> Bool {
    type == self.type && others.count == fields.count
      && others.allSatisfy { other in
        fields.contains { $0.name == other.name && $0.holdsTheSame(as: other) }
      }
  }
}

/// Logins that are only saved once they were tried.
extension OpenedVault {
  /// Refuses a new login that nobody tried, where that is demanded.
  func demandTrial(of new: NewProfile, generated: [String]) throws {
    guard try vault.settings().demandsChecks, generated.isEmpty else { return }
    if new.ifAbsent, (try? one(new.name.text)) != nil { return }
    try demandTrial(of: new.type, new.fields)
  }

  /// The same for what a login would become.
  func demandTrial(of change: ProfileChange, generated: [String]) throws {
    guard try vault.settings().demandsChecks, generated.isEmpty else { return }
    guard !change.fields.isEmpty || !change.unset.isEmpty else { return }
    let type = try one(change.name.text).profile.type
    try demandTrial(of: type, try vault.fields(after: change))
  }

  /// What cannot be tried from here, or is not whole yet, is saved all the same.
  private func demandTrial(of type: String, _ fields: [VersionField]) throws {
    guard let known = Types.named(type), known.purpose == .database,
      LoginIssuer.isWithinReach(type, fields)
    else { return }
    var values: [String: String] = [:]
    for field in fields {
      if let text = field.clear { values[field.name] = text }
    }
    guard known.missing(from: Set(fields.map(\.name)), values: values).isEmpty else { return }
    guard let tried, tried.isOf(type, fields) else {
      throw Failure(
        .invalid, "this vault saves no login that was not seen to work",
        hint: "say --check; whoever settled it ends it with: coffer check --demand no")
    }
    self.tried = nil
  }
}
