import Embeddable
import Rotation
import Sealing
import Syncing
import Transport
import Vaults

/// The API key of a workspace, made and deleted by a person on its page.
struct WorkspaceIssuer: Issuer {
  /// Asks a workspace at a place with a key.
  typealias Look = @Sendable (String, Secret) async -> Finding

  let look: Look

  var canProbe: Bool { true }
  func apply() async -> IssuerAnswer { .done }
  func retire() async -> IssuerAnswer { .done }

  func probe(_ fields: [VersionField]) async -> Finding {
    guard let base = Self.base(fields), let key = fields.secret("apiKey") else {
      return .notChecked("the profile lacks its place or its apiKey")
    }
    return await look(base, key)
  }

  /// Asks over the network.
  static func look(by courier: Courier) -> Look {
    { base, key in
      do throws(EmbeddableError) {
        _ = try await EmbeddableClient(courier, base: base, key: key).connectionNames()
        return .works
      } catch {
        if case .notAllowed = error { return .refused(error.message) }
        return .unreachable(error.message)
      }
    }
  }

  /// Where a workspace's API is.
  private static func base(_ fields: [VersionField]) -> String? {
    func clear(_ name: String) -> String? { fields.first { $0.name == name }?.clear }
    if let url = clear("baseURL") { return url.hasSuffix("/") ? String(url.dropLast()) : url }
    return clear("region").flatMap { Regions.bases[$0] }
  }
}
