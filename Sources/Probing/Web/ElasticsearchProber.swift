import Sealing
import Transport

/// Elasticsearch and OpenSearch, by user and password or by an API key.
struct ElasticsearchProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    guard !subject["url"].isEmpty else { return .incomplete("url") }
    let web = Web(subject, tools, limits)
    let place = Web.base(subject["url"])
    let headers = Self.signIn(subject)
    do throws(TransportError) {
      let answer = try await web.ask(.get, place + "/", headers)
      guard answer.status == 200 else {
        return Self.verdict(answer, web, hasLogin: !headers.isEmpty)
      }
      guard Self.isOne(answer) else { return .stranger("Elasticsearch", answer.status) }
      if headers.isEmpty {
        return .open("", hint: "switch its security on, and give it a user that can only read")
      }
      var verdict = Verdict(.valid, identity: subject["username"] + subject["apiKeyId"])
      let other = try await web.ask(.get, place + "/")
      if other.status == 200 {
        verdict = .open("", hint: "switch its security on", identity: verdict.identity)
      } else {
        verdict.notePassword(isWanted: [401, 403].contains(other.status))
      }
      guard limits.looksForPowers else { return verdict }
      verdict.powers = try await Self.powers(web, place, headers)
      return verdict
    } catch {
      return Verdict(error)
    }
  }

  private static func signIn(_ subject: Subject) -> [Header] {
    if let password = subject.secrets["password"] {
      return [Web.basic(subject["username"], password)]
    }
    guard let key = subject.secrets["apiKey"] else { return [] }
    return [Header("Authorization", prefix: "ApiKey ", Web.encoded(subject["apiKeyId"], key))]
  }

  private static func verdict(_ answer: Answer, _ web: Web, hasLogin: Bool) -> Verdict {
    let words = web.words(answer)
    guard answer.status == 401 else { return .status(answer, of: "the server", words) }
    let challenge = answer.headers["www-authenticate"]?.lowercased() ?? ""
    let isItself = words.contains("security_exception") || challenge.contains("security")
    // A page says nothing; a proxy that asks for a login itself would not know these words.
    guard isItself || !challenge.isEmpty else { return .stranger("Elasticsearch", answer.status) }
    if !hasLogin {
      return Verdict(
        .refused, "the server asks for a login, and the profile has none",
        hint: "give it one: coffer set NAME username=... password=-", isConfirmed: isItself)
    }
    let user = web.subject["username"] + web.subject["apiKeyId"]
    return isItself ? .wrongPassword(user, words) : .doubtful(user, words)
  }

  private static func isOne(_ answer: Answer) -> Bool {
    WebJSON.text(["version", "number"], in: answer.body.span) != nil
  }

  /// Only Elasticsearch tells; of others nothing is known.
  private static func powers(
    _ web: Web, _ place: String, _ headers: [Header]
  ) async throws(TransportError) -> [Power] {
    let question =
      #"{"cluster":["all","manage_security"],"index":[{"names":["*"],"privileges":"#
      + #"["write","create_index","delete_index"]}]}"#
    let answer = try await web.ask(
      .post, place + "/_security/user/_has_privileges", headers, question)
    guard answer.status == 200 else { return [] }
    func has(_ path: String...) -> Bool { WebJSON.isTrue(path, in: answer.body.span) }
    if has("cluster", "all") { return [Power(.all, "all of the cluster")] }
    var powers: [Power] = []
    if has("index", "*", "write") { powers.append(Power(.write, "documents of every index")) }
    if has("index", "*", "delete_index") { powers.append(Power(.write, "deletes every index")) }
    if has("index", "*", "create_index") { powers.append(Power(.create, "any index")) }
    if has("cluster", "manage_security") {
      powers.append(Power(.grant, "users, roles and API keys"))
    }
    return powers
  }
}
