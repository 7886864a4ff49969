import Redacting
import Sealing
import Transport

/// One ClickHouse, spoken to as its administrator.
struct ClickHouseOffice: Sendable {
  /// Which ClickHouse it is; what it can do follows from it.
  struct Release: Equatable, Sendable {
    let year: Int
    let month: Int

    /// Nothing if it does not begin as `24.8` does.
    init?(_ text: String) {
      let parts = text.split(separator: ".").prefix(2).compactMap { Int($0) }
      guard parts.count == 2 else { return nil }
      year = parts[0]
      month = parts[1]
    }

    /// Whether users are made by statements.
    var keepsUsers: Bool { (year, month) >= (20, 5) }
    /// Whether a digest may come with its salt.
    var knowsSalt: Bool { (year, month) >= (22, 6) }
  }

  /// Exceptions after which the statement may have been done all the same: time and network
  /// within the server, and those who keep its users together.
  private static let unclear: Set<Int> = [159, 209, 210, 999]
  private static let asking = "say what is there"

  private let place: ClickHouseAsking
  private let user: String
  private let password: Secret

  init(_ admin: Subject, _ tools: Tools, _ limits: ProbeLimits) throws(StewardError) {
    guard let password = admin.secrets["password"] else {
      throw .admin(Verdict.incomplete("password"))
    }
    do throws(Login.Incomplete) {
      // Statements name their databases; that of the administrator may be any, or gone.
      place = try ClickHouseAsking(admin, tools, limits, database: "")
    } catch {
      throw .admin(error.verdict)
    }
    user = admin["username"]
    self.password = password
  }

  /// Signs in.
  func release() async throws(StewardError) -> Release {
    let answer: Answer
    do throws(TransportError) {
      answer = try await place.ask("SELECT version()", as: user, password)
    } catch {
      throw .admin(Verdict(error))
    }
    guard answer.status == 200 else {
      throw .admin(ClickHouseProber.verdict(answer, place.web))
    }
    guard ClickHouseProber.isVersion(answer.body.span), let release = Release(text(of: answer))
    else { throw .admin(Verdict.stranger("ClickHouse", answer.status)) }
    return release
  }

  /// A question whose answer is a number.
  func count(_ query: String) async throws(StewardError) -> Int {
    let answer = try await send(
      Secret(SecretBytes(copying: query.utf8.span)), Self.asking, hiding: Redaction([]))
    guard let count = Int(text(of: answer)) else {
      throw .unclear(step: Self.asking, cause: "its answer is no number")
    }
    return count
  }

  func run(_ step: ClickHouseStep) async throws(StewardError) {
    let hidden = Redaction(step.digest.map { [$0] } ?? [])
    _ = try await send(step.sent, step.name, hiding: hidden)
  }

  private func send(
    _ statement: Secret, _ step: String, hiding digest: Redaction
  ) async throws(StewardError) -> Answer {
    let answer: Answer
    do throws(TransportError) {
      answer = try await place.ask(statement, as: user, password)
    } catch {
      throw .unclear(step: step, cause: error.message)
    }
    let code = ClickHouseAsking.code(answer)
    if answer.status == 200, code == nil { return answer }
    let words = place.web.words(answer, hiding: digest)
    // Only ClickHouse can say no; who stands in between does not know what became of it.
    guard let code, !Self.unclear.contains(code) else {
      throw .unclear(step: step, cause: "it answers with status \(answer.status): \(words)")
    }
    throw .refused(step: step, words: words)
  }

  /// The first word of an answer.
  private func text(of answer: Answer) -> String {
    let text = place.web.subject.redaction.text(answer.body.span)
    return text.split(whereSeparator: \.isWhitespace).first.map { String($0) } ?? ""
  }
}
