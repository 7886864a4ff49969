import Sealing
import Transport

/// Apache Druid, asked for one row over its SQL interface.
struct DruidProber: Prober {
  private static let question = #"{"query":"SELECT 1","resultFormat":"array"}"#

  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard let password = subject.secrets["password"] else { return .incomplete("password") }
    for field in ["url", "user"] where subject[field].isEmpty { return .incomplete(field) }
    let web = Web(subject, tools, limits)
    let place = Web.base(subject["url"]) + "/druid/v2/sql"
    let login = Web.basic(subject["user"], password)
    do throws(TransportError) {
      let answer = try await web.ask(.post, place, [login], Self.question)
      switch answer.status {
      case 200 where Self.isRow(answer): break
      case 401:
        return Self.refusal(answer, web)
      case 200, 404, 405: return .stranger("Druid", answer.status)
      default: return .status(answer, of: "Druid", web.words(answer))
      }
      if try await web.ask(.post, place, [], Self.question).status == 200 {
        return .open(
          subject["user"], hint: "switch on an authenticator: druid.auth.authenticatorChain",
          identity: subject["user"])
      }
      return Verdict(.valid, passwordWasTaken: true, identity: subject["user"])
    } catch {
      return Verdict(error)
    }
  }

  /// Druid itself says by which authenticator it wants to be convinced, and no more; a page does
  /// not, and a proxy that asks for a login names its realm.
  private static func refusal(_ answer: Answer, _ web: Web) -> Verdict {
    guard let challenge = answer.headers["www-authenticate"] else {
      return .stranger("Druid", answer.status)
    }
    let user = web.subject["user"]
    let words = web.words(answer)
    return challenge.contains("realm")
      ? .doubtful(user, words) : .wrongPassword(user, words)
  }

  private static func isRow(_ answer: Answer) -> Bool {
    let bytes = answer.body.span
    return bytes.count > 1 && bytes[0] == UInt8(ascii: "[")
  }
}
