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
      let other = try await web.ask(.post, place, [], Self.question)
      if other.status == 200 {
        return .open(
          subject["user"], hint: "switch on an authenticator: druid.auth.authenticatorChain",
          identity: subject["user"])
      }
      var verdict = Verdict(.valid, identity: subject["user"])
      verdict.notePassword(isWanted: [401, 403].contains(other.status))
      return verdict
    } catch {
      return Verdict(error)
    }
  }

  /// Druid itself asks for `Basic` and says no more; a page asks for nothing, and a proxy that
  /// wants a login names its realm, or another way to sign in.
  private static func refusal(_ answer: Answer, _ web: Web) -> Verdict {
    guard let challenge = answer.headers["www-authenticate"] else {
      return .stranger("Druid", answer.status)
    }
    let user = web.subject["user"]
    let words = web.words(answer)
    return challenge.lowercased() == "basic"
      ? .wrongPassword(user, words) : .doubtful(user, words)
  }

  private static func isRow(_ answer: Answer) -> Bool {
    let bytes = answer.body.span
    return bytes.count > 1 && bytes[0] == UInt8(ascii: "[")
  }
}
