import Embeddable
import Sealing
import Transport

/// A workspace's API key, by the names of its connections.
struct EmbeddableProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard let key = subject.secrets["apiKey"] else { return .incomplete("apiKey") }
    let base: String
    if !subject["baseURL"].isEmpty {
      base = Web.base(subject["baseURL"])
    } else if ["us", "eu"].contains(subject["region"]) {
      base = "https://api." + subject["region"] + ".embeddable.com"
    } else {
      return .incomplete("region")
    }
    let client = EmbeddableClient(
      tools.courier, base: base, key: key, patience: Patience(budget: limits.total))
    return await Verdict.within(limits.total) { await Self.look(client) }
  }

  private static func look(_ client: EmbeddableClient) async -> Verdict {
    do throws(EmbeddableError) {
      let names = try await client.connectionNames()
      return Verdict(
        .valid, passwordWasTaken: true, identity: "a workspace with \(names.count) connections")
    } catch {
      return verdict(error)
    }
  }

  private static func verdict(_ error: EmbeddableError) -> Verdict {
    switch error {
    case .notAllowed(let complaint):
      complaint.isFromService
        ? Verdict(.refused, error.message, hint: error.remedy, isConfirmed: true)
        : .stranger("Embeddable", 401)
    case .busy: Verdict(.rateLimited, error.message, hint: error.remedy)
    case .transport(let error): Verdict(error)
    case .missing, .exists, .refused, .broken, .redirected, .garbled, .strange:
      Verdict(.unreachable, error.message, hint: error.remedy)
    }
  }
}
