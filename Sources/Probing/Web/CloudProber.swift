import ClickHouseCloud
import Profiles
import Transport

/// A key of ClickHouse Cloud's API: whether it is known, and of which organization.
struct CloudProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard let secret = subject.secrets["keySecret"] else { return .incomplete("keySecret") }
    guard !subject["keyId"].isEmpty else { return .incomplete("keyId") }
    let base = subject["baseURL"].isEmpty ? CloudClient.usualBase : Web.base(subject["baseURL"])
    let client = CloudClient(
      tools.courier, base: base, keyID: subject["keyId"], keySecret: secret,
      pace: tools.pace(subject["keyId"]),
      patience: CloudPatience(budget: limits.total, first: .seconds(1)))
    return await Verdict.within(limits.total) { await Self.look(client, subject) }
  }

  /// A key that was made a moment ago is not known everywhere yet: once more before it is called
  /// wrong.
  private static func look(_ client: CloudClient, _ subject: Subject) async -> Verdict {
    do throws(CloudError) {
      return verdict(try await client.organizations(), subject)
    } catch {
      guard case .refusedKey(.unknown, _) = error, (try? await Task.sleep(for: .seconds(2))) != nil
      else { return verdict(error) }
    }
    do throws(CloudError) {
      return verdict(try await client.organizations(), subject)
    } catch {
      return verdict(error)
    }
  }

  private static func verdict(
    _ organizations: [CloudOrganization], _ subject: Subject
  ) -> Verdict {
    let names = organizations.map { $0.name ?? $0.id }
    let found = subject.words(names.joined(separator: ", "))
    let wanted = subject["organization"].lowercased()
    guard wanted.isEmpty || organizations.contains(where: { $0.id.lowercased() == wanted }) else {
      return Verdict(
        .wrongTarget, "the key is good, but of another organization: \(found)",
        hint: "check the organization, or take the key of the right one", passwordWasTaken: true,
        identity: found)
    }
    return Verdict(.valid, passwordWasTaken: true, identity: found)
  }

  private static func verdict(_ error: CloudError) -> Verdict {
    switch error {
    case .refusedKey(let trouble, _):
      Verdict(.refused, error.message, hint: error.remedy, isConfirmed: trouble != .other)
    case .forbidden: Verdict(.forbidden, error.message, hint: error.remedy)
    case .rateLimited(let wait):
      Verdict(.rateLimited, error.message, hint: error.remedy, wait: wait)
    case .transport(let error): Verdict(error)
    case .missing, .refused, .broken, .redirected, .garbled, .cannotPace:
      Verdict(.unreachable, error.message, hint: error.remedy)
    }
  }
}
