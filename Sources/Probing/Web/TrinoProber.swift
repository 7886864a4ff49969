import Sealing
import Transport

/// Trino: a statement is begun, which wants a login, and taken back at once.
struct TrinoProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard let password = subject.secrets["password"] else { return .incomplete("password") }
    for field in ["host", "user"] where subject[field].isEmpty { return .incomplete(field) }
    guard let port = subject.port, port > 0 else { return .incomplete("port") }
    let web = Web(subject, tools, limits)
    let isPlain = subject["ssl"] == "false"
    let place = Web.base(isPlain ? "http" : "https", subject["host"], String(port))
    let who = [("User", "user"), ("Catalog", "catalog"), ("Schema", "schema")].compactMap {
      subject[$1].isEmpty ? nil : Header("X-Trino-" + $0, subject[$1])
    }
    let login = Web.basic(subject["user"], password)
    do throws(TransportError) {
      let answer = try await web.ask(.post, place + "/v1/statement", who + [login], "SELECT 1")
      guard answer.status == 200 else { return Self.verdict(answer, web) }
      guard Self.isStatement(answer) else { return .stranger("Trino", answer.status) }
      await Self.takeBack(answer, web, place, who + [login])
      let other = try await web.ask(.post, place + "/v1/statement", who, "SELECT 1")
      guard other.status == 200, Self.isStatement(other) else {
        var verdict = Verdict(.valid, identity: subject["user"])
        verdict.notePassword(isWanted: [401, 403].contains(other.status))
        return verdict
      }
      await Self.takeBack(other, web, place, who)
      return .open(
        subject["user"], hint: "set http-server.authentication.type", identity: subject["user"])
    } catch {
      return Verdict(error)
    }
  }

  private static func verdict(_ answer: Answer, _ web: Web) -> Verdict {
    let words = web.words(answer)
    switch answer.status {
    case 401:
      let challenge = answer.headers["www-authenticate"]?.lowercased() ?? ""
      let user = web.subject["user"]
      if challenge.contains("trino") { return .wrongPassword(user, words) }
      return challenge.isEmpty ? .stranger("Trino", answer.status) : .doubtful(user, words)
    case 404, 405: return .stranger("Trino", answer.status)
    default: return .status(answer, of: "Trino", words)
    }
  }

  /// Only where we were told to go to: a server may name any address as the next one.
  private static func takeBack(
    _ answer: Answer, _ web: Web, _ place: String, _ headers: [Header]
  ) async {
    guard let next = WebJSON.text(["nextUri"], in: answer.body.span), next.hasPrefix(place + "/")
    else { return }
    _ = try? await web.ask(.delete, next, headers)
  }

  private static func isStatement(_ answer: Answer) -> Bool {
    WebJSON.text(["id"], in: answer.body.span) != nil
      && WebJSON.text(["stats", "state"], in: answer.body.span) != nil
  }
}
